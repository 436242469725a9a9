namespace FlowFunctions.App.Hosting;

/// <summary>
/// What this process is told apart from others by. It is kept in the data folder, which one process at a time uses, so that a process that starts
/// again has its lease back at once; a folder that was copied to another machine is another one.
/// </summary>
internal sealed class AppIdentity(AppSettings settings)
{
    private const string FileName = "scheduler-id";

    /// <summary>The name.</summary>
    public string Name => field ??= settings.DataFolder.Length == 0 ? NewName() : KeptName(settings.DataFolder);

    private static string NewName() => Guid.NewGuid().ToString("N");

    private static string KeptName(string folder)
    {
        var path = Path.Combine(folder, FileName);
        if (!File.Exists(path))
        {
            Directory.CreateDirectory(folder);
            File.WriteAllText(path, NewName());
        }

        return $"{File.ReadAllText(path).Trim()}@{Environment.MachineName}";
    }
}
