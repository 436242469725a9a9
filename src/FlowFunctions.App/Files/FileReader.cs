using FlowFunctions.App.Problems;
using FlowFunctions.Storage.Files;

namespace FlowFunctions.App.Files;

/// <summary>Paths and files for requests; what is wrong or missing ends the request.</summary>
internal sealed class FileReader(FileStore files)
{
    /// <exception cref="ProblemException">400: it is no path.</exception>
    public static FilePath PathOf(string? text)
    {
        // A server decodes an address but for this, so that it cannot be told what was meant.
        var problem =
            text?.Contains("%2F", StringComparison.OrdinalIgnoreCase) == true
                ? "Write '/' between its parts as it is, not as %2F."
                : null;
        return problem is null && FilePath.TryParse(text ?? "", out var path, out problem)
            ? path
            : throw new ProblemException(
                Problem.BadRequest($"'{text}' is no path of a file. {problem}", "File.BadPath")
            );
    }

    /// <summary>A version of a file, or the file as it is now.</summary>
    /// <exception cref="ProblemException">404: there is none.</exception>
    public async Task<StoredFile> FindAsync(
        string workspace,
        FilePath path,
        int? version,
        CancellationToken cancellationToken
    ) =>
        version is { } number
            ? await files.GetVersionAsync(workspace, path, number, cancellationToken) is { IsDeleted: false } found
                ? found
                : throw new ProblemException(FileProblems.VersionNotFound(path, number))
            : await files.FindAsync(workspace, path, cancellationToken)
                ?? throw new ProblemException(FileProblems.NotFound(path));

    /// <summary>A version of a file, or the file as it is now, with its content.</summary>
    /// <exception cref="ProblemException">404: there is none.</exception>
    public async Task<FileContent> ReadAsync(
        string workspace,
        FilePath path,
        int? version,
        CancellationToken cancellationToken
    )
    {
        if (version is null)
        {
            return await files.GetAsync(workspace, path, cancellationToken)
                ?? throw new ProblemException(FileProblems.NotFound(path));
        }

        var file = await FindAsync(workspace, path, version, cancellationToken);
        return await files.GetContentAsync(workspace, file.Sha256, cancellationToken) is { } content
            ? new FileContent(file, content)
            : throw new ProblemException(FileProblems.VersionNotFound(path, version.Value));
    }
}
