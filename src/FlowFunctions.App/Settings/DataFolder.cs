namespace FlowFunctions.App.Settings;

/// <summary>Where the app keeps its data.</summary>
internal static class DataFolder
{
    private const string InRepository = ".data";
    private const string InUserFolder = "flowfunctions";

    /// <summary>The folder: as wished, or <c>.data</c> of the working copy that the app is started in, or one of the user's.</summary>
    /// <param name="wish">A path from the command line or the settings, or null.</param>
    /// <param name="folder">The folder that the app is started in; relative paths begin there.</param>
    /// <exception cref="SettingException">The path cannot be one.</exception>
    public static string Of(string? wish, string folder)
    {
        try
        {
            return wish is not null ? Path.GetFullPath(wish, folder)
                : WorkingCopy.Around(folder) is { } root ? Path.Combine(root, InRepository)
                : Path.Combine(UserData(), InUserFolder);
        }
        catch (ArgumentException exception)
        {
            throw new SettingException($"The data folder '{wish}' is no path: {exception.Message}", exception);
        }
    }

    private static string UserData() =>
        Environment.GetFolderPath(
            Environment.SpecialFolder.LocalApplicationData,
            Environment.SpecialFolderOption.DoNotVerify
        )
            is { Length: > 0 } path
            ? path
            : throw new SettingException("This user has no folder for data. Name one with --data.");
}
