namespace FlowFunctions.Runners.Calls;

/// <summary>One call of a script.</summary>
public sealed record ScriptCall
{
    /// <summary>What executes it.</summary>
    public required ScriptRuntime Runtime { get; init; }

    /// <summary>The script's path in <see cref="Folder"/>, with <c>/</c> between its parts.</summary>
    public required string Entry { get; init; }

    /// <summary>The folder with the script and what it imports; never changed, because a folder of other content has another hash.</summary>
    public required ScriptFolder Folder { get; init; }

    /// <summary>The input: JSON in UTF-8.</summary>
    public required ReadOnlyMemory<byte> Input { get; init; }

    /// <summary>What the handler gets as <c>context</c>: a JSON object in UTF-8.</summary>
    public required ReadOnlyMemory<byte> Context { get; init; }

    /// <summary>
    /// Environment variables, secrets among them. Names that the runner itself needs (<c>PATH</c>, <c>HOME</c>, <c>FLOW_…</c>,
    /// <c>LD_…</c> …) are refused with <see cref="ScriptErrorCodes.BadCall"/>.
    /// </summary>
    public IReadOnlyDictionary<string, string> Variables { get; init; } =
        System.Collections.Immutable.ImmutableDictionary<string, string>.Empty;

    /// <summary>Files to be found in <c>/run/secrets</c>, by name.</summary>
    public IReadOnlyDictionary<string, string> SecretFiles { get; init; } =
        System.Collections.Immutable.ImmutableDictionary<string, string>.Empty;

    /// <summary>What the script may reach.</summary>
    public NetworkAccess Network { get; init; }

    /// <summary>What it may use.</summary>
    public ScriptLimits Limits { get; init; } = new();

    /// <summary>
    /// Calls with the same key, folder, entry, variables and limits may share a warm process; null for a process of its own. The caller
    /// puts tenant, flow version, step and the versions of secrets into it.
    /// </summary>
    public string? ReuseKey { get; init; }

    /// <summary>Takes what the script prints, line by line, while it runs. Called by one thread at a time.</summary>
    public required IScriptLog Log { get; init; }
}

/// <summary>What executes a script.</summary>
public enum ScriptRuntime
{
    /// <summary>CPython 3: <c>def main(input, context)</c>, which may be <c>async</c>.</summary>
    Python,

    /// <summary>Node.js: <c>export default async (input, context) =&gt; …</c>, or <c>module.exports</c> in CommonJS.</summary>
    Node,

    /// <summary>Bash: the input is on stdin and in <c>$FLOW_INPUT_FILE</c>, the output goes into <c>$FLOW_OUTPUT</c>.</summary>
    Bash,
}

/// <summary>What a script may reach over the network.</summary>
public enum NetworkAccess
{
    /// <summary>Nothing, not even loopback outside of its own sandbox.</summary>
    None,

    /// <summary>What the installation's address rules allow; never metadata services.</summary>
    Outbound,
}

/// <summary>A folder with scripts on local disk.</summary>
/// <param name="Path">Full path; nobody changes what is in it.</param>
/// <param name="Hash">What its content is known by: the same for the same files.</param>
public sealed record ScriptFolder(string Path, string Hash);
