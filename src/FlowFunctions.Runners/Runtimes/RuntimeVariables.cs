using FlowFunctions.Runners.Calls;

namespace FlowFunctions.Runners.Runtimes;

/// <summary>The environment of scripts: what every process has, and which names a call may not give.</summary>
internal static class RuntimeVariables
{
    private static readonly HashSet<string> Reserved = new(StringComparer.Ordinal)
    {
        "BASH_ENV",
        "BASHOPTS",
        "ENV",
        "HOME",
        "IFS",
        "LANG",
        "LC_ALL",
        "PATH",
        "PS4",
        "PWD",
        "SHELL",
        "SHELLOPTS",
        "TMPDIR",
        "UID",
        "EUID",
        "PPID",
    };

    private static readonly string[] ReservedStarts = ["FLOW_", "flow_", "LD_", "PYTHON", "NODE_", "BASH_", "MALLOC_"];

    /// <summary>The environment of a process that waits for a call.</summary>
    /// <param name="places">Where it finds its things.</param>
    public static Dictionary<string, string> Start(RuntimePlaces places) =>
        new(StringComparer.Ordinal)
        {
            ["PATH"] = "/usr/local/bin:/usr/bin:/bin",
            ["HOME"] = places.Temporary,
            ["TMPDIR"] = places.Temporary,
            ["LANG"] = "C.UTF-8",
        };

    /// <summary>Says what is wrong with the names and values of a call; null when nothing is.</summary>
    /// <param name="call">The call.</param>
    public static string? Fault(ScriptCall call)
    {
        foreach (var (name, value) in call.Variables)
        {
            if (!IsName(name))
            {
                return $"'{name}' cannot be an environment variable: names have letters, digits and _, and no digit first.";
            }

            if (IsReserved(name))
            {
                return $"The environment variable {name} is the runner's own: choose another name.";
            }

            if (value.Contains('\0', StringComparison.Ordinal))
            {
                return $"The environment variable {name} has a NUL character, which the system does not take.";
            }
        }

        var file = call.SecretFiles.Keys.FirstOrDefault(name => !IsFileName(name));
        return file is null ? null : $"'{file}' cannot be a file's name: names have letters, digits, '.', '_' and '-'.";
    }

    private static bool IsReserved(string name) =>
        Reserved.Contains(name) || ReservedStarts.Any(start => name.StartsWith(start, StringComparison.Ordinal));

    private static bool IsName(string name) =>
        name.Length > 0
        && !char.IsAsciiDigit(name[0])
        && name.All(letter => char.IsAsciiLetterOrDigit(letter) || letter == '_');

    private static bool IsFileName(string name) =>
        name.Length is > 0 and <= 200
        && name is not ("." or "..")
        && name.All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '.' or '_' or '-');
}
