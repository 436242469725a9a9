using System.Globalization;
using FlowFunctions.App.Settings;
using FlowFunctions.Runners;

namespace FlowFunctions.App.Scripts;

/// <summary>How scripts are run.</summary>
internal sealed record RunnerSettings
{
    private const string Prefix = "Runners__";
    private const int MostProcesses = 1_000;

    /// <summary>What keeps scripts apart from the machine.</summary>
    public SandboxKind Sandbox { get; init; }

    /// <summary>Whether scripts may run without a sandbox where there is none.</summary>
    public bool AllowUnsandboxed { get; init; }

    /// <summary>Calls at the same time; null for what fits the machine.</summary>
    public int? MaxProcesses { get; init; }

    /// <summary>Whether what scripts depend on may be fetched from the network.</summary>
    public bool AllowDownloads { get; init; } = true;

    /// <summary>The session pool that runs the scripts in place of this machine, or null.</summary>
    public Uri? SessionPool { get; init; }

    /// <summary>The client id of the user-assigned identity that the pool lets in; null for the machine's.</summary>
    public string? SessionClientId { get; init; }

    /// <summary>Whether Bubblewrap would be used and is not there.</summary>
    public bool NeedsBubblewrap =>
        SessionPool is null && Sandbox is not SandboxKind.None && !ScriptRunner.HasBubblewrap;

    /// <summary>The interpreters; those that are found when they are not set.</summary>
    public (string? Python, string? Node, string? Bash) Interpreters { get; init; }

    /// <summary>Reads the settings.</summary>
    /// <exception cref="SettingException">One of them cannot be used.</exception>
    public static RunnerSettings Read(SettingValues values) =>
        new()
        {
            Sandbox = SandboxOf(values.Find(Prefix + nameof(Sandbox))),
            AllowUnsandboxed = AppOptions.Switch(values, Prefix + nameof(AllowUnsandboxed), otherwise: false),
            MaxProcesses = MaxProcessesOf(values.Find(Prefix + nameof(MaxProcesses))),
            AllowDownloads = AppOptions.Switch(values, Prefix + nameof(AllowDownloads), otherwise: true),
            SessionPool = SessionPoolOf(values.Find(Prefix + nameof(SessionPool))),
            SessionClientId = values.Find($"{Prefix}SessionPool__clientId"),
            Interpreters = (values.Find($"{Prefix}Python"), values.Find($"{Prefix}Node"), values.Find($"{Prefix}Bash")),
        };

    private static SandboxKind SandboxOf(string? text) =>
        text?.ToUpperInvariant() switch
        {
            null or "AUTO" => SandboxKind.Auto,
            "BUBBLEWRAP" => SandboxKind.Bubblewrap,
            "NONE" => SandboxKind.None,
            _ => throw new SettingException(
                $"{Prefix}{nameof(Sandbox)} is '{text}'. Set 'auto', 'bubblewrap', or 'none' together with {Prefix}{nameof(AllowUnsandboxed)}."
            ),
        };

    private static int? MaxProcessesOf(string? text) =>
        text is null ? null
        : int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var count)
        && count is >= 1 and <= MostProcesses
            ? count
        : throw new SettingException(
            $"{Prefix}{nameof(MaxProcesses)} is '{text}'. Set a number from 1 to {MostProcesses}."
        );

    private static Uri? SessionPoolOf(string? text) =>
        text is null ? null
        : Uri.TryCreate(text, UriKind.Absolute, out var address)
        && (address.Scheme == Uri.UriSchemeHttps || address.IsLoopback)
            ? address
        : throw new SettingException(
            $"{Prefix}{nameof(SessionPool)} is '{text}'. Set the pool's management endpoint, which begins with https://."
        );
}
