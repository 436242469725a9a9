using System.Text.Json.Serialization;
using FlowFunctions.Cli.Remote.Flows;

namespace FlowFunctions.Cli.Remote.Files;

/// <summary>
/// What a server had when a folder was last synced with it: <c>.flow/files.json</c> in the folder. It belongs to a working copy and not
/// into git; without it nothing is lost, <c>flow files sync</c> only has to be told more often what to do.
/// </summary>
internal sealed record SyncBases
{
    private const string FileName = "files.json";

    /// <summary>One for each server and prefix.</summary>
    public List<SyncBase> Bases { get; init; } = [];

    /// <summary>What was seen; empty when the folder was never synced.</summary>
    /// <exception cref="InvalidUseException">What is kept cannot be read.</exception>
    public static IReadOnlyDictionary<string, string> Find(string folder, string server, string prefix) =>
        Read(PathFor(folder)).Bases.Find(known => known.Server == server && known.Prefix == prefix)?.Files
        ?? new SortedDictionary<string, string>(StringComparer.Ordinal);

    /// <summary>Keeps what was seen in the place of what was seen before.</summary>
    /// <exception cref="InvalidUseException">It cannot be kept.</exception>
    public static void Keep(string folder, SyncBase next)
    {
        var path = PathFor(folder);
        var bases = Read(path);
        bases.Bases.RemoveAll(known => known.Server == next.Server && known.Prefix == next.Prefix);
        bases.Bases.Add(next);
        StateFile.Write(path, bases, SyncBasesJson.Default.SyncBases);
    }

    private static string PathFor(string folder) => StateFile.PathFor(folder, FileName);

    private static SyncBases Read(string path) =>
        StateFile.Read(path, SyncBasesJson.Default.SyncBases, "flow files sync");
}

/// <summary>What a server had.</summary>
/// <param name="Server">The server's address.</param>
/// <param name="Prefix">What the paths on the server begin with.</param>
/// <param name="Files">Paths in the folder, and the SHA-256 of each content.</param>
internal sealed record SyncBase(string Server, string Prefix, SortedDictionary<string, string> Files);

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    PreferredObjectCreationHandling = JsonObjectCreationHandling.Populate,
    WriteIndented = true
)]
[JsonSerializable(typeof(SyncBases))]
internal sealed partial class SyncBasesJson : JsonSerializerContext;
