/**
 * Words that carry a sentence and not its matter, in the languages most often met. A small library cannot tell by counting
 * that `the` says nothing; ranking needs no such list, but marks and the question whether anything was found do.
 */
export function isFunctionWord(word: string): boolean {
  return functionWords.has(word)
}

const functionWords = new Set(
  `a about after all also an and any are as at be because been before being between both but by can could did do does doing down
  each few for from had has have he her here him his how i if in into is it its just many may me might more most much must my
  no not of off on one only or other our out over own same she should so some such than that the their them then there these
  they this those through to too under up upon us very was we were what when where which while who whom whose why will with
  would you your
  al como con cual cuales cuando de del desde donde el ella en entre era es esta este fue ha han hasta la las le lo los mas
  no nos para pero por porque que quien se ser si sin sobre son su sus tambien un una uno y ya cuanto cuantos
  aber als am an auch auf aus bei bis das dass dem den der des die durch ein eine einem einen einer es fur hat ich ihr im in
  ist kann mit nach nicht noch nur oder sein seine sich sie sind so uber um und uns unter vom von vor war waren was welche
  welcher welches wenn wer werden wie wird wo zu zum zur
  au aux avec ce ces cette dans des du elle en est et etait ete il ils je leur lui mais ne nous on ou par pas plus pour qu
  quand que quel quelle quels qui sa sans ses son sont sur un une vous
  che chi di e gli i il nel nella non o per piu quale sono sua suo tra un una
  as com da das do dos e em foi mais na nas nao no nos o os ou pela pelo por qual quem sao sua um uma
  aan bij dat de een en er het hoe ik is met naar niet of om ook op te tot uit van voor waar wat welke wie zijn`.split(
    /\s+/,
  ),
)
