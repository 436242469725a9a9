using FlowFunctions.Engine.Contracts;
using FlowFunctions.Engine.Payloads;
using FlowFunctions.Engine.Steps;
using FlowFunctions.Flows.Catalog;
using FlowFunctions.Runners.Calls;
using FlowFunctions.Runners.Folders;
using FlowFunctions.Steps.Catalog;
using FlowFunctions.Steps.Execution;

namespace FlowFunctions.Steps.Script;

/// <summary>Runs a script of the flow's folder, or of the step itself.</summary>
/// <param name="options">What the installation gives; null where flows are only checked.</param>
internal sealed class ScriptStep(ScriptStepOptions? options) : IStepType
{
    /// <inheritdoc/>
    public StepTypeDescriptor Descriptor { get; } =
        StepManifest.Descriptor("script") with
        {
            LiteralInputs = ["code"],
            FileInputs = ["file"],
            SecretAdvice =
                "Name it in 'secrets', and the script finds it in a variable, or in 'secretFiles', and it finds it in a file.",
        };

    /// <inheritdoc/>
    public async ValueTask<StepOutcome> ExecuteAsync(StepContext context, CancellationToken cancellationToken)
    {
        var installation =
            options
            ?? throw Failed(ScriptErrorCodes.RunnerFailed, "Nothing is set up here to run scripts.", retryable: false);
        var with = context.With();
        var runtime = ScriptInput.Runtime(with);
        var source = ScriptSource.Read(with, runtime, context.Request);
        var variables = await ScriptInput.VariablesAsync(with, context.Secrets, cancellationToken);
        var files = await ScriptInput.SecretsAsync(with, "secretFiles", context.Secrets, cancellationToken);
        using var folder = await OpenAsync(installation, source, context, cancellationToken);
        await using var log = new ScriptLog(context.OpenLog(), context.Secrets.Mask);
        var call = new ScriptCall
        {
            Runtime = runtime,
            Entry = source.Entry,
            Folder = folder.Folder,
            Input = ScriptInput.Input(with),
            Context = ScriptInput.Context(context.Request),
            Variables = variables,
            SecretFiles = files,
            Network = ScriptInput.Network(with),
            Limits = ScriptInput.Limits(with),
            ReuseKey = with.OptionalText("reuse") == "perVersion" ? ReuseKey(context.Request) : null,
            Log = log,
        };
        var result = await installation.Runner.RunAsync(call, cancellationToken);
        cancellationToken.ThrowIfCancellationRequested();
        return OutcomeOf(call, result, log);
    }

    private static StepOutcome OutcomeOf(ScriptCall call, ScriptResult result, ScriptLog log) =>
        result switch
        {
            ScriptResult.Succeeded done => new StepOutcome.Succeeded(Payload.FromUtf8(done.Output.ToArray())),
            ScriptResult.Failed failed => new StepOutcome.Failed(
                ScriptFailure.From(failed, NetworkAdvice.For(call, failed, log.Last))
            ),
            _ => throw new InvalidOperationException($"A runner answered with {result.GetType()}."),
        };

    /// <summary>Of one step of one version of one tenant's flow; the runner itself tells secrets apart.</summary>
    private static string ReuseKey(StepRequest request) =>
        string.Join('\n', request.Workspace, request.PlanHash, request.Step.Id);

    private static async ValueTask<ScriptFolderLease> OpenAsync(
        ScriptStepOptions installation,
        ScriptSource source,
        StepContext context,
        CancellationToken cancellationToken
    )
    {
        try
        {
            return await installation.Folders.RentAsync(
                source.Files,
                (hash, token) => source.ReadAsync(installation.Files, context.Request.Workspace, hash, token),
                cancellationToken
            );
        }
        catch (ScriptFolderException exception)
        {
            throw Failed(CodeOf(exception.Fault), exception.Message, exception.Retryable);
        }
        catch (IOException exception)
        {
            throw Failed(
                ScriptErrorCodes.RunnerFailed,
                $"The flow's files cannot be read: {exception.Message}",
                retryable: true
            );
        }
    }

    private static string CodeOf(ScriptFolderFault fault) =>
        fault switch
        {
            ScriptFolderFault.ContentMissing or ScriptFolderFault.ContentChanged => ScriptErrorCodes.FileMissing,
            ScriptFolderFault.BadPath or ScriptFolderFault.BadHash or ScriptFolderFault.TooLarge =>
                ScriptErrorCodes.BadCall,
            _ => ScriptErrorCodes.RunnerFailed,
        };

    private static StepFailedException Failed(string code, string message, bool retryable) =>
        new(
            new StepError
            {
                Code = code,
                Message = message,
                Retryable = retryable,
            }
        );
}
