using System.Globalization;
using System.Text;

namespace FlowFunctions.Storage.Files;

/// <summary>What blobs say of the version that they hold. Metadata goes as headers, so free text is in base64.</summary>
internal static class FileMetadata
{
    private const string Version = "version";
    private const string Sha256 = "sha256";
    private const string Length = "length";
    private const string Text = "text";
    private const string At = "at";
    private const string By = "by";
    private const string Message = "message";
    private const string Deleted = "deleted";
    private const string Write = "write";

    public static Dictionary<string, string> Of(StoredFile file, string? writeId = null)
    {
        var metadata = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase)
        {
            [Version] = file.Version.ToString(CultureInfo.InvariantCulture),
            [Sha256] = file.Sha256,
            [Length] = file.Length.ToString(CultureInfo.InvariantCulture),
            [At] = file.UpdatedAt.ToString("O", CultureInfo.InvariantCulture),
        };
        Add(Text, file.IsText ? "true" : null);
        Add(By, Encoded(file.UpdatedBy));
        Add(Message, Encoded(file.Message));
        Add(Deleted, file.IsDeleted ? "true" : null);
        Add(Write, writeId);
        return metadata;

        void Add(string name, string? value)
        {
            if (value is not null)
            {
                metadata[name] = value;
            }
        }
    }

    /// <summary>The version; null for a blob that no version was written to.</summary>
    public static StoredFile? Read(FilePath path, IDictionary<string, string> metadata) =>
        metadata.TryGetValue(Version, out var version)
        && metadata.TryGetValue(Sha256, out var sha256)
        && metadata.TryGetValue(Length, out var length)
        && metadata.TryGetValue(At, out var at)
            ? new StoredFile
            {
                Path = path,
                Version = int.Parse(version, CultureInfo.InvariantCulture),
                Sha256 = sha256,
                Length = long.Parse(length, CultureInfo.InvariantCulture),
                IsText = metadata.ContainsKey(Text),
                UpdatedAt = DateTimeOffset.Parse(at, CultureInfo.InvariantCulture),
                UpdatedBy = Decoded(metadata, By),
                Message = Decoded(metadata, Message),
                IsDeleted = metadata.ContainsKey(Deleted),
            }
            : null;

    /// <summary>Which write made the blob what it is.</summary>
    public static string? WriteId(IDictionary<string, string> metadata) =>
        metadata.TryGetValue(Write, out var writeId) ? writeId : null;

    private static string? Encoded(string? text) =>
        string.IsNullOrEmpty(text) ? null : Convert.ToBase64String(Encoding.UTF8.GetBytes(text));

    private static string? Decoded(IDictionary<string, string> metadata, string name) =>
        metadata.TryGetValue(name, out var text) ? Encoding.UTF8.GetString(Convert.FromBase64String(text)) : null;
}
