using System.Collections.Frozen;

namespace FlowFunctions.Flows.Schema.Compilation;

/// <summary>The vocabularies of draft 2020-12 (Core 8.1.2): the keywords of one that is not in use mean nothing.</summary>
[Flags]
internal enum Vocabularies
{
    None = 0,
    Core = 1,
    Applicator = 2,
    Unevaluated = 4,
    Validation = 8,
    MetaData = 16,
    FormatAnnotation = 32,
    FormatAssertion = 64,
    Content = 128,

    /// <summary>What the metaschema of draft 2020-12 uses.</summary>
    Standard = Core | Applicator | Unevaluated | Validation | MetaData | FormatAnnotation | Content,
}

/// <summary>Where the value of a keyword holds schemas.</summary>
internal enum SchemaPlace
{
    None,
    Value,
    Items,
    Members,
}

/// <summary>The keywords of draft 2020-12 that this validator acts on.</summary>
internal static class Keywords
{
    private static readonly FrozenDictionary<string, (Vocabularies Vocabulary, SchemaPlace Place)> Known =
        new Dictionary<string, (Vocabularies, SchemaPlace)>
        {
            ["$defs"] = (Vocabularies.Core, SchemaPlace.Members),
            ["definitions"] = (Vocabularies.Core, SchemaPlace.Members),
            ["$ref"] = (Vocabularies.Core, SchemaPlace.None),
            ["$dynamicRef"] = (Vocabularies.Core, SchemaPlace.None),
            ["prefixItems"] = (Vocabularies.Applicator, SchemaPlace.Items),
            ["items"] = (Vocabularies.Applicator, SchemaPlace.Value),
            ["contains"] = (Vocabularies.Applicator, SchemaPlace.Value),
            ["properties"] = (Vocabularies.Applicator, SchemaPlace.Members),
            ["patternProperties"] = (Vocabularies.Applicator, SchemaPlace.Members),
            ["additionalProperties"] = (Vocabularies.Applicator, SchemaPlace.Value),
            ["propertyNames"] = (Vocabularies.Applicator, SchemaPlace.Value),
            ["dependentSchemas"] = (Vocabularies.Applicator, SchemaPlace.Members),
            ["if"] = (Vocabularies.Applicator, SchemaPlace.Value),
            ["then"] = (Vocabularies.Applicator, SchemaPlace.Value),
            ["else"] = (Vocabularies.Applicator, SchemaPlace.Value),
            ["allOf"] = (Vocabularies.Applicator, SchemaPlace.Items),
            ["anyOf"] = (Vocabularies.Applicator, SchemaPlace.Items),
            ["oneOf"] = (Vocabularies.Applicator, SchemaPlace.Items),
            ["not"] = (Vocabularies.Applicator, SchemaPlace.Value),
            ["unevaluatedItems"] = (Vocabularies.Unevaluated, SchemaPlace.Value),
            ["unevaluatedProperties"] = (Vocabularies.Unevaluated, SchemaPlace.Value),
            ["contentSchema"] = (Vocabularies.Content, SchemaPlace.Value),
            ["format"] = (Vocabularies.FormatAnnotation | Vocabularies.FormatAssertion, SchemaPlace.None),
        }.ToFrozenDictionary(StringComparer.Ordinal);

    private static readonly FrozenDictionary<string, Vocabularies> Published = new Dictionary<string, Vocabularies>
    {
        ["core"] = Vocabularies.Core,
        ["applicator"] = Vocabularies.Applicator,
        ["unevaluated"] = Vocabularies.Unevaluated,
        ["validation"] = Vocabularies.Validation,
        ["meta-data"] = Vocabularies.MetaData,
        ["format-annotation"] = Vocabularies.FormatAnnotation,
        ["format-assertion"] = Vocabularies.FormatAssertion,
        ["content"] = Vocabularies.Content,
    }.ToFrozenDictionary(one => $"https://json-schema.org/draft/2020-12/vocab/{one.Key}", one => one.Value);

    /// <summary>The vocabulary of a keyword; all those not listed are assertions of the validation vocabulary.</summary>
    public static Vocabularies VocabularyOf(string keyword) =>
        Known.TryGetValue(keyword, out var known) ? known.Vocabulary : Vocabularies.Validation;

    public static SchemaPlace PlaceOf(string keyword, Vocabularies inUse) =>
        Known.TryGetValue(keyword, out var known) && (known.Vocabulary & inUse) != 0 ? known.Place : SchemaPlace.None;

    public static Vocabularies? FindVocabulary(string uri) =>
        Published.TryGetValue(uri, out var vocabulary) ? vocabulary : null;
}
