using System.Collections.Frozen;
using System.Security.Cryptography;
using Microsoft.AspNetCore.StaticFiles;
using Microsoft.Net.Http.Headers;

namespace FlowFunctions.App.Site;

/// <summary>
/// The files of a build, some megabytes in memory: nothing else is ever sent, whatever a path says, and the next build may
/// replace the folder meanwhile.
/// </summary>
internal sealed class SiteMap
{
    /// <summary>What every page of the site is loaded from.</summary>
    public const string Index = "index.html";

    // Compressed by the build, smallest first.
    private static readonly (string Encoding, string Extension)[] Encodings = [("br", ".br"), ("gzip", ".gz")];

    private readonly FrozenDictionary<string, SiteFile> _files;

    private SiteMap(FrozenDictionary<string, SiteFile> files) => _files = files;

    /// <summary>Reads a folder; null when there is no build in it, or files went while they were read: somebody builds it anew.</summary>
    public static SiteMap? Read(string? folder)
    {
        try
        {
            return folder is not null && File.Exists(Path.Combine(folder, Index)) ? new SiteMap(FilesIn(folder)) : null;
        }
        catch (IOException)
        {
            return null;
        }
    }

    /// <summary>The file at a path of the site; a path that is a page's, which has no extension, is <see cref="Index"/>; else null.</summary>
    public SiteFile? Find(string path) =>
        _files.GetValueOrDefault(path) ?? (path.AsSpan(path.LastIndexOf('/') + 1).Contains('.') ? null : _files[Index]);

    private static FrozenDictionary<string, SiteFile> FilesIn(string folder)
    {
        var names = Directory
            .EnumerateFiles(folder, "*", SearchOption.AllDirectories)
            .Select(file => Path.GetRelativePath(folder, file).Replace(Path.DirectorySeparatorChar, '/'))
            .ToHashSet(StringComparer.Ordinal);
        return names
            .Where(name => !IsHidden(name) && !IsCompressed(name, names))
            .ToFrozenDictionary(static name => name, name => FileOf(folder, name, names), StringComparer.Ordinal);
    }

    // What tells how the folder was built, and what Azure Static Web Apps reads.
    private static bool IsHidden(string name) =>
        name.Split('/').Any(static part => part.StartsWith('.')) || name == "staticwebapp.config.json";

    private static bool IsCompressed(string name, HashSet<string> names) =>
        Encodings.Any(form =>
            name.EndsWith(form.Extension, StringComparison.Ordinal) && names.Contains(name[..^form.Extension.Length])
        );

    private static SiteFile FileOf(string folder, string name, HashSet<string> names)
    {
        var content = File.ReadAllBytes(Path.Combine(folder, name));
        var hash = Convert.ToHexStringLower(SHA256.HashData(content).AsSpan(0, 16));
        var type = new FileExtensionContentTypeProvider().TryGetContentType(name, out var known)
            ? known
            : "application/octet-stream";
        return new SiteFile(
            name,
            type.StartsWith("text/", StringComparison.Ordinal) ? $"{type}; charset=utf-8" : type,
            [
                .. Encodings
                    .Where(form => names.Contains(name + form.Extension))
                    .Select(form => new SiteForm(
                        form.Encoding,
                        File.ReadAllBytes(Path.Combine(folder, name + form.Extension)),
                        Tag($"{hash}-{form.Encoding}")
                    )),
                new SiteForm(null, content, Tag(hash)),
            ]
        );
    }

    private static EntityTagHeaderValue Tag(string hash) => new($"\"{hash}\"");
}

/// <summary>A file of the site.</summary>
/// <param name="Name">Its path in the site.</param>
/// <param name="ContentType">Its media type.</param>
/// <param name="Forms">The forms that it can be sent in, smallest first; the last one is the file as it is.</param>
internal sealed record SiteFile(string Name, string ContentType, IReadOnlyList<SiteForm> Forms);

/// <summary>A form that a file can be sent in.</summary>
/// <param name="Encoding">The content coding (RFC 9110, section 8.4.1), or null for none.</param>
/// <param name="Content">What is sent.</param>
/// <param name="ETag">Changes with the content.</param>
internal sealed record SiteForm(string? Encoding, byte[] Content, EntityTagHeaderValue ETag);
