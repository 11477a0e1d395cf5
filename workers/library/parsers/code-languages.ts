import type { SymbolKind } from '#contract/passage'

/**
 * What a node defines. `value`: a function, class or constant, by what stands on its right. `assigned`: the same, but only
 * for functions, classes and names in capitals. `declared`: a function when it has parameters, otherwise a constant.
 */
export type DefinitionRule = SymbolKind | 'value' | 'assigned' | 'declared'

/** What a node imports: the text of a field, or what `module` stands for in a pattern for the node's own text. */
export type ImportRule = { readonly field: string } | { readonly pattern: RegExp }

/** The grammar of a language, and which of its nodes matter to a reader; all others are not looked into. */
export interface CodeLanguage {
  /** The grammar's file is `tree-sitter-<grammar>.wasm`. */
  readonly grammar: string
  readonly definitions: Readonly<Record<string, DefinitionRule>>
  /** Nodes around a definition that are a part of it: `export`, decorators, `template <…>`. */
  readonly around: string
  /** Nodes that may hold definitions: bodies, conditions, calls. */
  readonly inside: string
  /** Comments and attributes that belong to what stands right below them. */
  readonly above: string
  readonly imports: Readonly<Record<string, ImportRule>>
}

const script: Omit<CodeLanguage, 'grammar'> = {
  definitions: {
    class_declaration: 'class',
    abstract_class_declaration: 'class',
    interface_declaration: 'interface',
    type_alias_declaration: 'type',
    enum_declaration: 'enum',
    internal_module: 'module',
    module: 'module',
    function_declaration: 'function',
    generator_function_declaration: 'function',
    function_signature: 'function',
    method_definition: 'method',
    abstract_method_signature: 'method',
    method_signature: 'method',
    public_field_definition: 'property',
    field_definition: 'property',
    variable_declarator: 'value',
    assignment_expression: 'assigned',
  },
  around: 'export_statement ambient_declaration lexical_declaration variable_declaration expression_statement',
  inside:
    'class_body interface_body statement_block object arrow_function function_expression class call_expression arguments parenthesized_expression unary_expression binary_expression member_expression sequence_expression if_statement else_clause try_statement ERROR',
  above: 'comment decorator',
  imports: {
    import_statement: { field: 'source' },
    export_statement: { field: 'source' },
    lexical_declaration: { pattern: /^(?:const|let|var)\s[^=]{1,300}=\s*require\(\s*['"`](?<module>[^'"`]+)/ },
    variable_declaration: { pattern: /^var\s[^=]{1,300}=\s*require\(\s*['"`](?<module>[^'"`]+)/ },
    expression_statement: { pattern: /^require\(\s*['"`](?<module>[^'"`]+)/ },
  },
}

const cpp: CodeLanguage = {
  grammar: 'cpp',
  definitions: {
    function_definition: 'function',
    declaration: 'declared',
    field_declaration: 'declared',
    class_specifier: 'class',
    struct_specifier: 'class',
    union_specifier: 'class',
    enum_specifier: 'enum',
    namespace_definition: 'module',
    type_definition: 'type',
    alias_declaration: 'type',
    concept_definition: 'type',
    preproc_def: 'macro',
    preproc_function_def: 'macro',
  },
  around: 'template_declaration',
  inside:
    'declaration_list field_declaration_list linkage_specification preproc_if preproc_ifdef preproc_else preproc_elif preproc_elifdef ERROR',
  above: 'comment attribute_declaration',
  imports: { preproc_include: { field: 'path' } },
}

/** Languages with a grammar, by their shiki id. */
export const codeLanguages: Readonly<Record<string, CodeLanguage>> = {
  typescript: { grammar: 'typescript', ...script },
  tsx: { grammar: 'tsx', ...script },
  javascript: { grammar: 'javascript', ...script },
  jsx: { grammar: 'javascript', ...script },
  c: cpp,
  cpp,
  python: {
    grammar: 'python',
    definitions: {
      class_definition: 'class',
      function_definition: 'function',
      type_alias_statement: 'type',
      assignment: 'assigned',
    },
    around: 'decorated_definition expression_statement',
    inside: 'block if_statement elif_clause else_clause try_statement except_clause with_statement ERROR',
    above: 'comment',
    imports: {
      import_statement: { pattern: /(?:^import|,)\s*(?<module>[\w.]+)/g },
      import_from_statement: { field: 'module_name' },
      future_import_statement: { pattern: /^from\s+(?<module>\w+)/ },
    },
  },
  go: {
    grammar: 'go',
    definitions: {
      function_declaration: 'function',
      method_declaration: 'method',
      type_spec: 'type',
      type_alias: 'type',
      const_spec: 'constant',
      var_spec: 'constant',
    },
    around: 'type_declaration const_declaration var_declaration var_spec_list',
    inside: 'import_declaration import_spec_list ERROR',
    above: 'comment',
    imports: { import_spec: { field: 'path' } },
  },
  rust: {
    grammar: 'rust',
    definitions: {
      function_item: 'function',
      function_signature_item: 'function',
      struct_item: 'class',
      union_item: 'class',
      enum_item: 'enum',
      trait_item: 'interface',
      impl_item: 'class',
      mod_item: 'module',
      const_item: 'constant',
      static_item: 'constant',
      type_item: 'type',
      associated_type: 'type',
      macro_definition: 'macro',
    },
    around: '',
    inside: 'declaration_list foreign_mod_item ERROR',
    above: 'line_comment block_comment attribute_item inner_attribute_item',
    imports: { use_declaration: { field: 'argument' }, extern_crate_declaration: { field: 'name' } },
  },
  java: {
    grammar: 'java',
    definitions: {
      class_declaration: 'class',
      record_declaration: 'class',
      interface_declaration: 'interface',
      annotation_type_declaration: 'interface',
      enum_declaration: 'enum',
      method_declaration: 'method',
      constructor_declaration: 'method',
      compact_constructor_declaration: 'method',
      annotation_type_element_declaration: 'method',
      variable_declarator: 'constant',
    },
    around: 'field_declaration constant_declaration',
    inside: 'class_body interface_body enum_body enum_body_declarations annotation_type_body ERROR',
    above: 'line_comment block_comment',
    imports: { import_declaration: { pattern: /^import\s+(?:static\s+)?(?<module>[\w.*]+)/ } },
  },
  csharp: {
    grammar: 'c-sharp',
    definitions: {
      namespace_declaration: 'module',
      file_scoped_namespace_declaration: 'module',
      class_declaration: 'class',
      struct_declaration: 'class',
      record_declaration: 'class',
      interface_declaration: 'interface',
      enum_declaration: 'enum',
      delegate_declaration: 'type',
      method_declaration: 'method',
      constructor_declaration: 'method',
      destructor_declaration: 'method',
      local_function_statement: 'function',
      property_declaration: 'property',
      event_declaration: 'property',
      variable_declarator: 'constant',
    },
    around: 'field_declaration event_field_declaration variable_declaration global_statement',
    inside: 'declaration_list block preproc_if preproc_else preproc_elif ERROR',
    above: 'comment attribute_list',
    imports: {
      using_directive: { pattern: /^(?:global\s+)?using\s+(?:static\s+|unsafe\s+)?(?:\w+\s*=\s*)?(?<module>[^;]+)/ },
    },
  },
  php: {
    grammar: 'php',
    definitions: {
      namespace_definition: 'module',
      class_declaration: 'class',
      trait_declaration: 'class',
      interface_declaration: 'interface',
      enum_declaration: 'enum',
      function_definition: 'function',
      method_declaration: 'method',
      property_element: 'property',
      const_element: 'constant',
    },
    around: 'property_declaration const_declaration',
    inside: 'declaration_list enum_declaration_list compound_statement if_statement else_clause ERROR',
    above: 'comment',
    imports: {
      namespace_use_declaration: { pattern: /^use\s+(?:function\s+|const\s+)?(?<module>[^;]+)/ },
      expression_statement: { pattern: /^(?:require|include)(?:_once)?\s*(?:\(\s*)?['"](?<module>[^'"]+)/ },
    },
  },
  ruby: {
    grammar: 'ruby',
    definitions: {
      module: 'module',
      class: 'class',
      method: 'function',
      singleton_method: 'method',
      assignment: 'assigned',
    },
    around: '',
    inside: 'body_statement singleton_class call argument_list do_block if unless begin ERROR',
    above: 'comment',
    imports: { call: { pattern: /^(?:require|require_relative|load)[\s(]+['"](?<module>[^'"]+)/ } },
  },
  bash: {
    grammar: 'bash',
    definitions: { function_definition: 'function' },
    around: '',
    inside: 'compound_statement if_statement else_clause elif_clause ERROR',
    above: 'comment',
    imports: { command: { pattern: /^(?:source|\.)\s+['"]?(?<module>[^'"\s;]+)/ } },
  },
  powershell: {
    grammar: 'powershell',
    definitions: {
      function_statement: 'function',
      class_statement: 'class',
      enum_statement: 'enum',
      class_method_definition: 'method',
      class_property_definition: 'property',
    },
    around: '',
    inside:
      'statement_list script_block script_block_body named_block_list named_block statement_block if_statement ERROR',
    above: 'comment',
    imports: {
      pipeline: {
        pattern:
          /^(?:using\s+(?:module|namespace|assembly)|Import-Module|\.)\s+(?:-Name\s+)?['"]?(?<module>[^'"\s;|]+)/i,
      },
    },
  },
  css: {
    grammar: 'css',
    definitions: { rule_set: 'class', keyframes_statement: 'function' },
    around: '',
    inside: 'media_statement supports_statement at_rule block ERROR',
    above: 'comment',
    imports: { import_statement: { pattern: /^@import\s+(?:url\(\s*)?['"]?(?<module>[^'")\s;]+)/i } },
  },
}
