namespace FlowFunctions.App.Local;

/// <summary>Makes sure that one app at a time uses a data folder: two would write the same files of the local storage.</summary>
internal sealed class DataFolderLock : IDisposable
{
    private const string Name = "app.lock";
    private readonly FileStream _file;

    private DataFolderLock(FileStream file) => _file = file;

    /// <summary>Creates the folder if need be and takes it; the system frees it when this process ends, however it does.</summary>
    /// <exception cref="StartException">Another app uses it, or it cannot be written to.</exception>
    public static DataFolderLock Take(string folder)
    {
        try
        {
            Directory.CreateDirectory(folder);
            return new DataFolderLock(
                new FileStream(Path.Combine(folder, Name), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None)
            );
        }
        catch (IOException exception) when (IsTaken(exception))
        {
            throw new StartException(
                $"Another FlowFunctions app uses the data folder '{folder}'. Stop it, or start this one with --data FOLDER.",
                exception
            );
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new StartException(
                $"The data folder '{folder}' cannot be written to: {exception.Message} Give this user access, or name another one with --data FOLDER.",
                exception
            );
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _file.Dispose();

    /// <summary>
    /// The runtime has no exception of its own for it: ERROR_SHARING_VIOLATION and ERROR_LOCK_VIOLATION on Windows, elsewhere the
    /// EWOULDBLOCK of flock(2), which is 11 on Linux and 35 on macOS.
    /// </summary>
    private static bool IsTaken(IOException exception) =>
        exception.HResult is unchecked((int)0x80070020) or unchecked((int)0x80070021) or 11 or 35;
}
