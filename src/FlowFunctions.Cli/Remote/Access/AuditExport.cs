using FlowFunctions.Cli.Remote.Follow;
using FlowFunctions.Cli.Server;

namespace FlowFunctions.Cli.Remote.Access;

/// <summary>Writes an export to a file, which is there when all of it came.</summary>
internal static class AuditExport
{
    /// <summary>After so long without a byte the connection is taken for lost.</summary>
    private static readonly TimeSpan Silence = TimeSpan.FromSeconds(60);

    /// <returns>Its bytes.</returns>
    /// <exception cref="InvalidUseException">The file is there already, or cannot be written.</exception>
    /// <exception cref="ServerException">The server refuses.</exception>
    /// <exception cref="ServerUnavailableException">The connection broke.</exception>
    public static async Task<long> WriteAsync(
        FlowServer server,
        string path,
        string file,
        CancellationToken cancellationToken
    )
    {
        if (Path.Exists(file))
        {
            throw new InvalidUseException($"{file} is there already. Name another file.");
        }

        using var response = await server.OpenAsync(ServerRequest.Get(path), cancellationToken);
        if (!response.IsSuccessStatusCode)
        {
            throw new ServerException(await server.ProblemOfAsync(response, cancellationToken));
        }

        var part = file + ".part";
        var bytes = await CopyAsync(response, part, cancellationToken);
        File.Move(part, file);
        return bytes;
    }

    private static async Task<long> CopyAsync(
        HttpResponseMessage response,
        string part,
        CancellationToken cancellationToken
    )
    {
        await using var output = Create(part);
        try
        {
            await using var input = new ImpatientStream(
                await response.Content.ReadAsStreamAsync(cancellationToken),
                Silence,
                TimeProvider.System
            );
            await input.CopyToAsync(output, cancellationToken);
            return output.Length;
        }
        catch (IOException exception)
        {
            File.Delete(part);
            throw new ServerUnavailableException(
                $"The export broke off, and no file was written: {exception.Message} Try again.",
                exception
            );
        }
    }

    private static FileStream Create(string part)
    {
        try
        {
            return new FileStream(part, FileMode.Create, FileAccess.Write);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new InvalidUseException($"{part} cannot be written: {exception.Message}");
        }
    }
}
