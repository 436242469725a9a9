using System.Text.Json.Serialization;

namespace FlowFunctions.Cli.Remote.Flows;

/// <summary>
/// What the flow files of a folder were when they were last pushed or pulled: <c>.flow/remote.json</c> in that folder. It belongs to
/// a working copy and not into git; without it nothing is lost, <c>flow push</c> only has to be told more often what to do.
/// </summary>
internal sealed record FlowBases
{
    private const string FileName = "remote.json";

    /// <summary>One for each file and server.</summary>
    public List<FlowBase> Bases { get; init; } = [];

    /// <summary>The base of a file, or null when it was never pushed to or pulled from the server.</summary>
    /// <param name="file">The file's path.</param>
    /// <param name="server">The server's address.</param>
    /// <exception cref="InvalidUseException">What is kept cannot be read.</exception>
    public static FlowBase? Find(string file, string server) =>
        Read(PathFor(file)).Bases.Find(known => known.File == Path.GetFileName(file) && known.Server == server);

    /// <summary>Keeps the base of a file in the place of an older one.</summary>
    /// <exception cref="InvalidUseException">It cannot be kept.</exception>
    public static void Keep(string file, FlowBase next)
    {
        var path = PathFor(file);
        var bases = Read(path);
        bases.Bases.RemoveAll(known => known.File == next.File && known.Server == next.Server);
        bases.Bases.Add(next);
        var sorted = new FlowBases
        {
            Bases =
            [
                .. bases
                    .Bases.OrderBy(static known => known.File, StringComparer.Ordinal)
                    .ThenBy(static known => known.Server, StringComparer.Ordinal),
            ],
        };
        StateFile.Write(path, sorted, FlowBasesJson.Default.FlowBases);
    }

    private static string PathFor(string file) =>
        StateFile.PathFor(Path.GetDirectoryName(Path.GetFullPath(file))!, FileName);

    private static FlowBases Read(string path) => StateFile.Read(path, FlowBasesJson.Default.FlowBases, "flow pull");
}

/// <summary>What a file was when it and the server were last the same.</summary>
/// <param name="File">The file's name in its folder.</param>
/// <param name="Server">The server's address.</param>
/// <param name="Flow">The flow's id.</param>
/// <param name="Version">The server's newest version then.</param>
/// <param name="Document">The <see cref="DocumentHash"/> of the document.</param>
/// <param name="Text">The hash of the file's text, which also tells changed comments.</param>
internal sealed record FlowBase(string File, string Server, string Flow, int Version, string Document, string Text)
{
    /// <summary>The base of a file that is the same as a server's flow now.</summary>
    /// <param name="path">The file's path.</param>
    /// <param name="server">The server's address.</param>
    /// <param name="flow">The flow as the server has it.</param>
    /// <param name="text">The hash of the file's text.</param>
    public static FlowBase Of(string path, string server, RemoteFlow flow, string text) =>
        new(Path.GetFileName(path), server, flow.Id, flow.Version, DocumentHash.Of(flow.Document), text);
}

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    PreferredObjectCreationHandling = JsonObjectCreationHandling.Populate,
    WriteIndented = true
)]
[JsonSerializable(typeof(FlowBases))]
internal sealed partial class FlowBasesJson : JsonSerializerContext;
