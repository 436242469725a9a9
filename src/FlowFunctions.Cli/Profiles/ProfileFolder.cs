using FlowFunctions.Cli.Terminals;

namespace FlowFunctions.Cli.Profiles;

/// <summary>The user's folder for settings: <c>$XDG_CONFIG_HOME</c> where it is set, else what the platform has for it.</summary>
internal static class ProfileFolder
{
    private const string Name = "flowfunctions";

    public static string PathOf(Terminal terminal) => Path.Combine(Root(terminal), Name);

    private static string Root(Terminal terminal)
    {
        // The specification of XDG_CONFIG_HOME has relative paths ignored.
        if (terminal.Variable("XDG_CONFIG_HOME") is { Length: > 0 } folder && Path.IsPathFullyQualified(folder))
        {
            return folder;
        }

        return
            Environment.GetFolderPath(
                Environment.SpecialFolder.ApplicationData,
                Environment.SpecialFolderOption.DoNotVerify
            )
                is { Length: > 0 } platform
            ? platform
            : throw new InvalidUseException("There is no folder for settings. Set XDG_CONFIG_HOME or HOME.");
    }
}
