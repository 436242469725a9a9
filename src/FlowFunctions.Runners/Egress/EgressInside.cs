using System.Collections.Frozen;

namespace FlowFunctions.Runners.Egress;

/// <summary>
/// What a sandbox with outbound access needs inside. All three files are put into one folder; then the starter of the runtime calls, before
/// it loads the script: <c>import flow_egress; flow_egress.start()</c> in Python, <c>require('…/egress.cjs').start()</c> in Node.js,
/// <c>source …/egress.sh</c> in Bash. Where there is no gateway's socket they do nothing.
/// </summary>
internal static class EgressInside
{
    private const string Proxy = "http://127.0.0.1:3128";
    private const string Own = "localhost,127.0.0.1,::1";

    /// <summary>The Python module.</summary>
    public const string Python = "flow_egress.py";

    /// <summary>The Node.js module.</summary>
    public const string Node = "egress.cjs";

    /// <summary>The Bash file.</summary>
    public const string Bash = "egress.sh";

    /// <summary>The environment variables by which programs find the proxy: curl reads some in lower case only, others in upper case only.</summary>
    public static FrozenDictionary<string, string> Variables { get; } =
        new (string Name, string Value)[]
        {
            ("HTTP_PROXY", Proxy),
            ("HTTPS_PROXY", Proxy),
            ("ALL_PROXY", Proxy),
            ("NO_PROXY", Own),
        }
            .SelectMany(one => new[] { one, (one.Name.ToLowerInvariant(), one.Value) })
            .ToFrozenDictionary(one => one.Item1, one => one.Item2);

    /// <summary>Writes the files into a folder, readable by everybody.</summary>
    /// <exception cref="IOException">The disk refused.</exception>
    public static void WriteTo(string folder)
    {
        Directory.CreateDirectory(folder);
        foreach (var name in (string[])[Python, Node, Bash])
        {
            using var source = typeof(EgressInside).Assembly.GetManifestResourceStream($"egress/{name}")!;
            using var target = File.Create(Path.Combine(folder, name));
            source.CopyTo(target);
        }
    }
}
