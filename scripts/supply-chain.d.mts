// What tests see of supply-chain.mjs, which is plain JavaScript.
export interface LockedPackage {
  readonly path: string
  readonly name: string
  readonly version: string
  readonly licence: string | null
  readonly integrity: string | null
  readonly script: boolean
  readonly binaryOf: string | null
  readonly shipped: boolean
}
type Json = Readonly<Record<string, unknown>>
export interface Lockfile {
  readonly packages: Readonly<Record<string, Json>>
}
export interface Rules {
  readonly manifest: Json
  readonly lockfile: Lockfile
  readonly allowed: Json
  readonly published: Json
}
export declare const leastDays: number
export declare function packagesIn(lockfile: Lockfile): readonly LockedPackage[]
export declare function faultsOf(rules: Rules): readonly string[]
export declare function sbomOf(of: {
  readonly manifest: Json
  readonly lockfile: Lockfile
  readonly known?: Json
}): Json
export declare function thirdParty(lockfile: Lockfile, known: Json): readonly (readonly [string, string, string])[]
