using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace FlowFunctions.Cli.Remote.Flows;

/// <summary>
/// What a working copy knows of servers: JSON in its folder <c>.flow</c>, which does not go into git. Without it nothing is lost.
/// </summary>
internal static class StateFile
{
    private const string Folder = ".flow";

    /// <summary>The path of a state file.</summary>
    /// <param name="folder">The folder of the working copy.</param>
    /// <param name="name">The file's name.</param>
    public static string PathFor(string folder, string name) => Path.Combine(Path.GetFullPath(folder), Folder, name);

    /// <summary>Reads a state.</summary>
    /// <param name="path">The file.</param>
    /// <param name="type">What it holds.</param>
    /// <param name="maker">The command that makes it anew.</param>
    /// <returns>The state; empty when there is none.</returns>
    /// <exception cref="InvalidUseException">It cannot be read.</exception>
    public static T Read<T>(string path, JsonTypeInfo<T> type, string maker)
        where T : new()
    {
        try
        {
            return JsonSerializer.Deserialize(File.ReadAllBytes(path), type) ?? new T();
        }
        catch (Exception exception) when (exception is FileNotFoundException or DirectoryNotFoundException)
        {
            return new T();
        }
        catch (Exception exception) when (exception is JsonException or IOException or UnauthorizedAccessException)
        {
            throw new InvalidUseException(
                $"{path} cannot be read: {exception.Message} It may be removed; '{maker}' makes it anew."
            );
        }
    }

    /// <summary>Writes a state in the place of an older one.</summary>
    /// <exception cref="InvalidUseException">It cannot be written.</exception>
    public static void Write<T>(string path, T state, JsonTypeInfo<T> type) =>
        WholeFile.Write(path, JsonSerializer.Serialize(state, type) + "\n");
}
