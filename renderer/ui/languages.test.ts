import { expect, test } from 'vitest'
import { formatOf } from '#contract/formats'
import { highlight } from './highlight.ts'
import { languageOf, languages } from './languages.ts'

const names =
  'a.sh a.bat a.c a.clj a.cpp a.cs a.css a.dart a.ex a.elm a.erl a.fish a.f90 a.fs a.go a.graphql a.groovy a.hs a.hcl a.java a.js a.jsx a.jl a.kt a.sty a.less a.lisp a.lua a.m a.nim a.nix a.mm a.ml a.pas a.pl a.php a.ps1 a.prisma a.proto a.py a.r a.rb a.rs a.sass a.scala a.scm a.scss a.sol a.sql a.svelte a.swift a.toml a.tsx a.ts a.vb a.vue a.wgsl a.xml a.yaml a.zig Makefile Dockerfile Rakefile CMakeLists.txt'.split(
    ' ',
  )

test('every language a file can have is coloured, and no other one is carried', () => {
  const wanted = names.flatMap((name) => formatOf(name)?.language ?? [])

  expect(Object.keys(languages).toSorted()).toEqual([...new Set(wanted)].toSorted())
})

test('code is cut into coloured pieces that are the code', async () => {
  const lines = await highlight('def rise():\n    return 1\n', 'python')

  expect({
    text: lines.map((line) => line.map(({ text }) => text).join('')),
    colours: lines[0]?.some(({ color }) => color?.startsWith('var(--')),
  }).toEqual({ text: ['def rise():', '    return 1', ''], colours: true })
})

test('a language is known by its other names, and none by a name that objects have', () => {
  const names = 'ts Py sh C++ yml json html console constructor __proto__ toString klingon'

  expect(names.split(' ').map(languageOf)).toEqual([
    'typescript',
    'python',
    'bash',
    'cpp',
    'yaml',
    'json',
    'html',
    'shellsession',
    null,
    null,
    null,
    null,
  ])
})
