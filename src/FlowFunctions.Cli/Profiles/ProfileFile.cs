using System.Text.Json;
using System.Text.Json.Serialization;
using FlowFunctions.Cli.Terminals;

namespace FlowFunctions.Cli.Profiles;

/// <summary>The servers that a user has given names to, in <c>profiles.json</c> in the folder for settings.</summary>
internal sealed record ProfileFile
{
    private const string FileName = "profiles.json";
    private const UnixFileMode OwnerFile = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    private const UnixFileMode OwnerFolder = OwnerFile | UnixFileMode.UserExecute;

    /// <summary>The profile that is used when none is named, or null.</summary>
    public string? Current { get; init; }

    /// <summary>The profiles by name.</summary>
    public SortedDictionary<string, Profile> Profiles { get; init; } = new(StringComparer.Ordinal);

    public static string PathOf(Terminal terminal) => Path.Combine(ProfileFolder.PathOf(terminal), FileName);

    /// <summary>Reads the file; an empty one where there is none.</summary>
    /// <exception cref="InvalidUseException">It cannot be read.</exception>
    public static ProfileFile Read(Terminal terminal)
    {
        var path = PathOf(terminal);
        try
        {
            return JsonSerializer.Deserialize(File.ReadAllBytes(path), ProfileJson.Default.ProfileFile)
                ?? new ProfileFile();
        }
        catch (Exception exception) when (exception is FileNotFoundException or DirectoryNotFoundException)
        {
            return new ProfileFile();
        }
        catch (Exception exception)
            when (exception is JsonException or IOException or UnauthorizedAccessException or ArgumentException)
        {
            throw new InvalidUseException($"{path} cannot be read: {exception.Message} Mend it or remove it.");
        }
    }

    /// <summary>Writes the file so that it is either the old or the new one, and nobody else can read it.</summary>
    /// <exception cref="InvalidUseException">It cannot be written.</exception>
    public void Write(Terminal terminal)
    {
        var path = PathOf(terminal);
        var next = path + ".new";
        try
        {
            MakeFolder(Path.GetDirectoryName(path)!);
            File.Delete(next);
            using (var file = new FileStream(next, Options()))
            {
                JsonSerializer.Serialize(file, this, ProfileJson.Default.ProfileFile);
            }

            File.Move(next, path, overwrite: true);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new InvalidUseException($"{path} cannot be written: {exception.Message}");
        }
    }

    private static void MakeFolder(string path)
    {
        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(path);
        }
        else
        {
            Directory.CreateDirectory(path, OwnerFolder);
        }
    }

    private static FileStreamOptions Options()
    {
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = OwnerFile;
        }

        return options;
    }
}

/// <summary>A server with a name.</summary>
/// <param name="Server">Its address.</param>
internal sealed record Profile(string Server);

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    PreferredObjectCreationHandling = JsonObjectCreationHandling.Populate,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    WriteIndented = true
)]
[JsonSerializable(typeof(ProfileFile))]
internal sealed partial class ProfileJson : JsonSerializerContext;
