using System.Collections;
using System.Collections.Frozen;

namespace FlowFunctions.App.Settings;

/// <summary>
/// The values of settings by name: the environment before <c>local.settings.json</c>. As in Functions, names may be written with
/// <c>:</c> in place of <c>__</c>, and capital letters make no difference; an empty value is none.
/// </summary>
internal sealed class SettingValues
{
    private const string Section = "__";
    private readonly FrozenDictionary<string, string> _values;

    /// <param name="file">The values of the file.</param>
    /// <param name="environment">The environment's, which win.</param>
    public SettingValues(
        IEnumerable<KeyValuePair<string, string>> file,
        IEnumerable<KeyValuePair<string, string>> environment
    )
    {
        var values = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (var (name, value) in file.Concat(environment))
        {
            var key = name.Replace(":", Section, StringComparison.Ordinal);

            // Removed first: the name is kept as the winner writes it.
            values.Remove(key);
            values[key] = value;
        }

        _values = values.ToFrozenDictionary(StringComparer.OrdinalIgnoreCase);
    }

    /// <summary>The settings of a process that was started in a folder.</summary>
    /// <exception cref="SettingException">The folder's <c>local.settings.json</c> cannot be read.</exception>
    public static SettingValues Read(string folder) =>
        new(
            LocalSettingsFile.Read(Path.Combine(folder, LocalSettingsFile.Name)),
            Environment
                .GetEnvironmentVariables()
                .Cast<DictionaryEntry>()
                .Select(static entry => KeyValuePair.Create((string)entry.Key, (string?)entry.Value ?? ""))
        );

    /// <summary>A value, or null when there is none.</summary>
    public string? Find(string name) =>
        _values.TryGetValue(name, out var value) && !string.IsNullOrWhiteSpace(value) ? value.Trim() : null;

    /// <summary>The values whose names begin with a prefix, by the rest of their names; empty ones too.</summary>
    public IReadOnlyDictionary<string, string> Under(string prefix) =>
        _values
            .Where(pair =>
                pair.Key.Length > prefix.Length && pair.Key.StartsWith(prefix, StringComparison.OrdinalIgnoreCase)
            )
            .ToFrozenDictionary(pair => pair.Key[prefix.Length..], static pair => pair.Value, StringComparer.Ordinal);
}
