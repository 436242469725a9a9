namespace FlowFunctions.Secrets.Vaults.Local;

/// <summary>Tells states of a file apart without reading it.</summary>
/// <param name="WrittenAt">When it was written.</param>
/// <param name="Length">Its length; -1 when there is no file.</param>
internal readonly record struct FileStamp(DateTime WrittenAt, long Length)
{
    /// <summary>File systems tell times apart that are so far from each other.</summary>
    private static readonly TimeSpan Resolution = TimeSpan.FromSeconds(2);

    /// <summary>The state of a file.</summary>
    public static FileStamp Of(string path)
    {
        var file = new FileInfo(path);
        return file.Exists ? new(file.LastWriteTimeUtc, file.Length) : new(default, -1);
    }

    /// <summary>Whether a later state is sure to have another stamp.</summary>
    /// <param name="now">The time of the machine, as its files have it.</param>
    public bool IsSettled(DateTime now) => WrittenAt < now - Resolution;
}
