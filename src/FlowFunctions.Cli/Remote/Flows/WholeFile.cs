using System.Text;

namespace FlowFunctions.Cli.Remote.Flows;

/// <summary>Writes files so that there is always either the old or the new one, whatever happens in between.</summary>
internal static class WholeFile
{
    /// <exception cref="InvalidUseException">It cannot be written.</exception>
    public static void Write(string path, string text) => Write(path, Encoding.UTF8.GetBytes(text));

    /// <inheritdoc cref="Write(string, string)"/>
    public static void Write(string path, byte[] content)
    {
        var next = path + ".new";
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            File.WriteAllBytes(next, content);
            File.Move(next, path, overwrite: true);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new InvalidUseException($"{path} cannot be written: {exception.Message}");
        }
    }
}
