using FlowFunctions.App.Settings;

namespace FlowFunctions.App.Site;

/// <summary>Where the builder's web build is.</summary>
internal static class SiteFolder
{
    private const string Published = "site";

    /// <summary>The builder's sources in a working copy.</summary>
    public static string SourcesIn(string workingCopy) => Path.Combine(workingCopy, "static-web");

    /// <summary>The folder of the build in a working copy.</summary>
    public static string BuildIn(string workingCopy) => Path.Combine(SourcesIn(workingCopy), "dist");

    /// <summary>The folder of the build, whether or not it is there: beside a published app, or in the working copy around it; else null.</summary>
    public static string? Of(string appFolder)
    {
        var published = Path.Combine(appFolder, Published);
        return Directory.Exists(published) ? published
            : WorkingCopy.Around(appFolder) is { } copy ? BuildIn(copy)
            : null;
    }
}
