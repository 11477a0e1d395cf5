export const sections = [
  'general',
  'answers',
  'models',
  'library',
  'backups',
  'privacy',
  'your-data',
  'activity',
  'health',
  'keys',
  'about',
] as const
export type Section = (typeof sections)[number]

export const sectionNames: Readonly<Record<Section, string>> = {
  general: 'General',
  answers: 'Answers',
  models: 'Models',
  library: 'Library',
  backups: 'Backups',
  privacy: 'Privacy',
  'your-data': 'Your data',
  activity: 'Activity',
  health: 'Health',
  keys: 'Keys',
  about: 'About',
}

/** The section an address names; General when there is no such section. */
export function toSection(name: string): Section {
  return sections.find((section) => section === name) ?? 'general'
}
