using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.RegularExpressions;
using FlowFunctions.Cli.Server;
using FlowFunctions.Cli.Terminals;

namespace FlowFunctions.Cli.Profiles;

/// <summary>The servers that a user has given names to, in <c>profiles.json</c> in the folder for settings.</summary>
internal sealed partial record ProfileFile
{
    private const string FileName = "profiles.json";

    /// <summary>The profile that is used when none is named, or null.</summary>
    public string? Current { get; init; }

    /// <summary>The profiles by name.</summary>
    public SortedDictionary<string, Profile> Profiles { get; init; } = new(StringComparer.Ordinal);

    public static string PathOf(Terminal terminal) => OwnerFile.PathOf(terminal, FileName);

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

    /// <summary>The file with a further profile, which is used from then on if it is the first one.</summary>
    /// <exception cref="InvalidUseException">It is no name for a profile.</exception>
    public ProfileFile With(string name, ServerTarget target, Terminal terminal)
    {
        var address = ServerAddress.Show(target.Address);
        Profiles[Checked(name)] = new Profile(address, target.Workspace);
        var where = target.Workspace is { } workspace ? $", workspace {workspace}" : "";
        terminal.Error.WriteLine($"{name} is {address}{where}.");
        return this with { Current = Current ?? name };
    }

    /// <summary>Writes the file so that it is either the old or the new one, and nobody else can read it.</summary>
    /// <exception cref="InvalidUseException">It cannot be written.</exception>
    public void Write(Terminal terminal) =>
        OwnerFile.Write(
            PathOf(terminal),
            file => JsonSerializer.Serialize(file, this, ProfileJson.Default.ProfileFile)
        );

    /// <summary>A name for a profile.</summary>
    /// <exception cref="InvalidUseException">It is none.</exception>
    public static string Checked(string name) =>
        Name().IsMatch(name)
            ? name
            : throw new InvalidUseException(
                $"'{name}' is no name for a profile. Use up to 64 letters, digits, '-', '_' and '.', a letter or digit first."
            );

    [GeneratedRegex(@"^[A-Za-z0-9][A-Za-z0-9._-]{0,63}\z", RegexOptions.CultureInvariant)]
    private static partial Regex Name();
}

/// <summary>A server with a name.</summary>
/// <param name="Server">Its address.</param>
/// <param name="Workspace">The workspace to work in, or null for the server's choice.</param>
internal sealed record Profile(string Server, string? Workspace = null);

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    PreferredObjectCreationHandling = JsonObjectCreationHandling.Populate,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    WriteIndented = true
)]
[JsonSerializable(typeof(ProfileFile))]
internal sealed partial class ProfileJson : JsonSerializerContext;
