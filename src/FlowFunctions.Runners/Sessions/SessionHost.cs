using System.Text.Json;
using FlowFunctions.Runners.Calls;
using FlowFunctions.Runners.Folders;

namespace FlowFunctions.Runners.Sessions;

/// <summary>
/// The other side of a session pool: carries out calls that come as HTTP requests, in the container of a session. It is hosted by whatever
/// has a request's body and a response's body, with status 200 and the type <c>application/x-ndjson</c>. Thread-safe.
/// </summary>
/// <param name="runner">Runs the scripts.</param>
/// <param name="folders">Puts their files on disk.</param>
/// <param name="time">The clock.</param>
public sealed class SessionHost(IScriptRunner runner, ScriptFolders folders, TimeProvider time)
{
    /// <summary>The media type of an answer.</summary>
    public const string AnswerType = "application/x-ndjson";

    /// <summary>Carries out one call; its result is the answer's last line, whatever it is.</summary>
    /// <param name="request">The request's body.</param>
    /// <param name="answer">The response's body.</param>
    /// <param name="cancellationToken">The caller is gone: kills the script.</param>
    /// <exception cref="IOException">The caller is gone.</exception>
    public async Task HandleAsync(Stream request, Stream answer, CancellationToken cancellationToken)
    {
        using var gone = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var writer = new AnswerWriter(answer, time);
        var running = RunAsync(request, writer, gone.Token);
        try
        {
            await writer.WriteAsync(running, cancellationToken);
        }
        finally
        {
            await gone.CancelAsync();
            await running;
        }
    }

    private async Task<ScriptResult> RunAsync(Stream body, AnswerWriter log, CancellationToken cancellationToken)
    {
        try
        {
            var request = await JsonSerializer.DeserializeAsync(
                body,
                SessionJson.Default.SessionRequest,
                cancellationToken
            );
            return request is null ? Unreadable("it is empty") : await RunAsync(request, log, cancellationToken);
        }
        catch (JsonException exception)
        {
            return Unreadable(exception.Message);
        }
        catch (ScriptFolderException exception)
        {
            return new ScriptResult.Failed(ScriptErrorCodes.RunnerFailed, exception.Message)
            {
                Retryable = exception.Retryable,
            };
        }
        catch (Exception exception) when (exception is IOException or OperationCanceledException)
        {
            return new ScriptResult.Failed(ScriptErrorCodes.Cancelled, "The call was cancelled.");
        }
    }

    private async Task<ScriptResult> RunAsync(
        SessionRequest request,
        AnswerWriter log,
        CancellationToken cancellationToken
    )
    {
        var hashes = SessionCalls.Hashes(request);
        var contents = hashes
            .DistinctBy(file => file.Value)
            .ToDictionary(file => file.Value, file => request.Files[file.Key]);
        using var lease = await folders.RentAsync(
            hashes,
            (hash, _) => ValueTask.FromResult<ReadOnlyMemory<byte>?>(contents[hash]),
            cancellationToken
        );
        return SessionCalls.ToCall(request, lease.Folder, log) is { } call
            ? await runner.RunAsync(call, cancellationToken)
            : Unreadable($"there is no runtime {request.Runtime}");
    }

    private static ScriptResult.Failed Unreadable(string why) =>
        new(
            ScriptErrorCodes.BadCall,
            $"The session does not understand the call ({why}): the pool's image and the app must be of the same version."
        );
}
