import { useState } from 'react'
import { Button } from '../ui/Button.tsx'
import { Dialog } from '../ui/Dialog.tsx'
import { TextField } from '../ui/Field.tsx'
import { saysCost } from './reranking.ts'
import { useTryReranker } from './useReranking.ts'

/** Takes the folder of a cross-encoder, and shows what it costs before it is used. */
export function RerankingDialog({ onClose }: { readonly onClose: () => void }) {
  const [typed, setTyped] = useState('')
  const { tryOut, tried, isTrying, use, isStarting, startOver, problem } = useTryReranker(onClose)
  const folder = typed.trim()
  return (
    <Dialog
      open
      onClose={onClose}
      size="wide"
      title="Order the best passages by a model"
      description="A cross-encoder reads the question together with each of the 20 best passages and puts them in order. Alcove brings none: download one, for instance ms-marco-MiniLM-L-6-v2, and give its folder."
      actions={
        <>
          <Button onClick={onClose}>Cancel</Button>
          {tried ? (
            <Button kind="primary" disabled={isStarting} onClick={() => use(folder)}>
              {isStarting ? 'Opening it' : 'Use it'}
            </Button>
          ) : (
            <Button kind="primary" disabled={folder === '' || isTrying} onClick={() => tryOut(folder)}>
              {isTrying ? 'Trying it' : 'Try it out'}
            </Button>
          )}
        </>
      }
    >
      <TextField
        label="Folder"
        value={typed}
        onChange={(next) => {
          setTyped(next)
          startOver()
        }}
        maxLength={4_096}
        spellCheck={false}
        hint="With tokenizer.json, and model.onnx in it or in its folder onnx."
      />
      {problem && (
        <p className="mt-4 text-danger" role="alert">
          {problem}
        </p>
      )}
      {tried && (
        <div className="needs" role="status">
          <p className="em">{tried.title}</p>
          <p className="num">It tells a right answer from a wrong one, and takes {saysCost(tried.milliseconds)}.</p>
          <p>Each search and each question takes longer by that. What you see while you type does not.</p>
        </div>
      )}
    </Dialog>
  )
}
