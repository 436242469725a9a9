using FlowFunctions.Runners.Places;

namespace FlowFunctions.Runners.Layers;

/// <summary>Packages that npm links to their folders beside <c>package.json</c>: a layer has copies of them.</summary>
internal static class LinkedPackages
{
    /// <summary>Puts copies in the place of links.</summary>
    /// <param name="packages">The folder of packages.</param>
    /// <param name="root">The folder that <c>package.json</c> is in; links out of it stay what they are.</param>
    public static void Replace(DirectoryInfo packages, string root)
    {
        foreach (var package in packages.GetFileSystemInfos())
        {
            if (package.LinkTarget is { } target)
            {
                Replace(package, Path.GetFullPath(Path.Combine(packages.FullName, target)), root);
            }
            else if (package is DirectoryInfo scope && scope.Name.StartsWith('@'))
            {
                Replace(scope, root);
            }
        }
    }

    private static void Replace(FileSystemInfo link, string target, string root)
    {
        if (target.StartsWith(root + Path.DirectorySeparatorChar, StringComparison.Ordinal) && IsPlain(target, root))
        {
            link.Delete();
            Directory.CreateDirectory(link.FullName);
            ScriptFiles.Place(target, link.FullName, mayLink: false);
        }
    }

    // A link on the way could lead anywhere on the machine.
    private static bool IsPlain(string target, string root)
    {
        for (var folder = target; folder.Length > root.Length; folder = Path.GetDirectoryName(folder)!)
        {
            if (new DirectoryInfo(folder) is not { Exists: true, LinkTarget: null })
            {
                return false;
            }
        }

        return true;
    }
}
