namespace FlowFunctions.Cli.Sources;

/// <summary>Reads the files that a command line names.</summary>
internal static class TextFile
{
    /// <exception cref="InvalidUseException">The file cannot be read.</exception>
    public static async Task<string> ReadAsync(string path)
    {
        try
        {
            return await File.ReadAllTextAsync(path);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or ArgumentException)
        {
            var reason = exception is FileNotFoundException or DirectoryNotFoundException
                ? "there is no such file"
                : exception.Message;
            throw new InvalidUseException($"{path} cannot be read: {reason}.");
        }
    }
}
