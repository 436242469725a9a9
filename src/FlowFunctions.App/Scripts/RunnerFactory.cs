using System.Net;
using Azure.Core;
using Azure.Identity;
using FlowFunctions.Runners;
using FlowFunctions.Runners.Folders;
using FlowFunctions.Runners.Sessions;
using FlowFunctions.Steps.Http;
using FlowFunctions.Steps.Script;

namespace FlowFunctions.App.Scripts;

/// <summary>Makes the runner that the settings ask for.</summary>
/// <param name="settings">How scripts are run.</param>
/// <param name="allowPrivateNetwork">Whether scripts with outbound access may reach loopback and private addresses.</param>
/// <param name="dataFolder">The data folder; empty for none.</param>
/// <param name="time">The clock.</param>
internal sealed class RunnerFactory(
    RunnerSettings settings,
    bool allowPrivateNetwork,
    string dataFolder,
    TimeProvider time
)
{
    private const string SessionScope = "https://dynamicsessions.io/.default";

    /// <summary>Where the files of flows are put on disk.</summary>
    public ScriptFolders Folders() => LocalScripts.Folders(dataFolder, time);

    /// <summary>Endpoints that scripts never reach.</summary>
    public Func<IPEndPoint, bool> IsOwn { get; init; } = static _ => false;

    /// <summary>Starts it.</summary>
    /// <exception cref="IOException">Its folders cannot be made.</exception>
    public async Task<IScriptRunner> StartAsync() =>
        settings.SessionPool is { } pool ? Pool(pool) : await ScriptRunner.StartAsync(Options(), time);

    private SessionPoolRunner Pool(Uri endpoint) =>
        new(new SessionPoolOptions { Endpoint = endpoint, GetToken = TokensFor(endpoint) }, time);

    private RunnerOptions Options()
    {
        var http = new HttpStepOptions { AllowPrivateNetwork = allowPrivateNetwork };
        var options = LocalScripts.Options(dataFolder, http, settings.AllowDownloads);
        options = options with
        {
            Egress = options.Egress! with { IsOwn = IsOwn },
            Sandbox = settings.Sandbox,
            AllowUnsandboxed = settings.AllowUnsandboxed,
            PythonPath = settings.Interpreters.Python,
            NodePath = settings.Interpreters.Node,
            BashPath = settings.Interpreters.Bash,
        };
        return settings.MaxProcesses is { } most ? options with { MaxProcesses = most } : options;
    }

    private Func<CancellationToken, ValueTask<string>> TokensFor(Uri endpoint)
    {
        if (endpoint.IsLoopback)
        {
            // A session's program on this machine, to try one out: it asks for no token, and none shall be sent in the clear.
            return static _ => ValueTask.FromResult("none");
        }

        var identity = new DefaultAzureCredential(
            new DefaultAzureCredentialOptions { ManagedIdentityClientId = settings.SessionClientId }
        );
        return async cancellationToken =>
            (await identity.GetTokenAsync(new TokenRequestContext([SessionScope]), cancellationToken)).Token;
    }
}
