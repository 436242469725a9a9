using FlowFunctions.Storage.Files;
using Microsoft.AspNetCore.StaticFiles;

namespace FlowFunctions.App.Files;

/// <summary>What a file is, by the end of its name and by whether it is text.</summary>
internal static class FileMediaType
{
    private static readonly FileExtensionContentTypeProvider Known = new()
    {
        Mappings =
        {
            [".py"] = "text/x-python",
            [".sh"] = "text/x-shellscript",
            [".mjs"] = "text/javascript",
            [".cjs"] = "text/javascript",
            // Else the name of a kind of video.
            [".ts"] = "text/x-typescript",
            [".yaml"] = "application/yaml",
            [".yml"] = "application/yaml",
            [".toml"] = "application/toml",
        },
    };

    public static string Of(StoredFile file)
    {
        var type =
            Known.TryGetContentType(file.Path.Value, out var known) ? known
            : file.IsText ? "text/plain"
            : "application/octet-stream";
        return !type.StartsWith("text/", StringComparison.Ordinal) ? type
            : file.IsText ? $"{type}; charset=utf-8"
            : "application/octet-stream";
    }
}
