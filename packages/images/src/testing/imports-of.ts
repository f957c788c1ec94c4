/** What a source imports at run time; types are gone by then. */
export function importsOf(text: string): string[] {
  const code = text.replaceAll(/\/\*[\s\S]*?\*\/|^\s*\/\/.*$/gm, '')
  const declared = [...code.matchAll(/^\s*(?:import|export)\s+(?!type\b)(?:[\w*{][^'"`;]*?\sfrom\s+)?'([^']+)'/gm)]
  const lazy = [...code.matchAll(/\bimport\('([^']+)'\)/g)]
  return [...declared, ...lazy].map(([, specifier]) => specifier!).filter((specifier) => /^[\w@.]/.test(specifier))
}
