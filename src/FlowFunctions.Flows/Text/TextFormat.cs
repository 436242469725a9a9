namespace FlowFunctions.Flows.Text;

/// <summary>The notation that a document is written in.</summary>
public enum TextFormat
{
    /// <summary>JSON when the first character that is not blank is <c>{</c> or <c>[</c> or starts a comment of JSON; else YAML.</summary>
    Auto,

    /// <summary>JSON (RFC 8259), with comments and trailing commas as editors write them.</summary>
    Json,

    /// <summary>YAML 1.2 with its core schema.</summary>
    Yaml,
}
