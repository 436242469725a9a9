using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using FlowFunctions.Runners.Calls;

namespace FlowFunctions.Runners.Sessions;

/// <summary>
/// Runs scripts in Azure Container Apps dynamic sessions, each behind Hyper-V: one HTTP request for each call. A call has a session of its
/// own, which is ended after it, unless it has a <see cref="ScriptCall.ReuseKey"/>; calls with the same key share a session. The container
/// answers with a <see cref="SessionHost"/>.
/// </summary>
public sealed class SessionPoolRunner : IScriptRunner
{
    // For what the call takes around its script.
    private static readonly TimeSpan Allowance = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan StopTimeout = TimeSpan.FromSeconds(10);

    private readonly SessionPoolOptions _options;
    private readonly TimeProvider _time;
    private readonly HttpClient? _ownClient;
    private readonly SessionClient _client;

    /// <param name="options">The pool.</param>
    /// <param name="time">The clock.</param>
    public SessionPoolRunner(SessionPoolOptions options, TimeProvider time)
    {
        (_options, _time) = (options, time);
        _ownClient = options.Client is null ? new() { Timeout = Timeout.InfiniteTimeSpan } : null;
        _client = new(options, options.Client ?? _ownClient!, time);
    }

    /// <inheritdoc/>
    public string? Outage => null;

    /// <inheritdoc/>
    public async Task<ScriptResult> RunAsync(ScriptCall call, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(call);
        var identifier = IdentifierOf(call);
        try
        {
            var request = await SessionCalls.ToRequestAsync(call, cancellationToken);
            using var response = await _client.SendAsync(request, identifier, cancellationToken);
            return await ReadAsync(response, call, cancellationToken);
        }
        catch (SessionRefusedException exception)
        {
            var code = exception.Retryable ? ScriptErrorCodes.Busy : ScriptErrorCodes.RunnerFailed;
            return new ScriptResult.Failed(code, exception.Message) { Retryable = true };
        }
        catch (OperationCanceledException)
        {
            return new ScriptResult.Failed(ScriptErrorCodes.Cancelled, "The call was cancelled.");
        }
        catch (Exception exception) when (exception is IOException or HttpRequestException or JsonException)
        {
            return Lost(exception.Message);
        }
        finally
        {
            if (call.ReuseKey is null)
            {
                _ = StopAsync(identifier);
            }
        }
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync()
    {
        _ownClient?.Dispose();
        return ValueTask.CompletedTask;
    }

    private async Task<ScriptResult> ReadAsync(
        HttpResponseMessage response,
        ScriptCall call,
        CancellationToken cancellationToken
    )
    {
        using var time = new CancellationTokenSource(call.Limits.Timeout + Allowance, _time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(time.Token, cancellationToken);
        try
        {
            await using var body = await response.Content.ReadAsStreamAsync(either.Token);
            return await SessionAnswer.ReadAsync(body, call.Log, _options.SilenceTimeout, either.Token)
                ?? Lost("the answer ended without a result");
        }
        catch (TimeoutException)
        {
            return Lost($"it said nothing for {_options.SilenceTimeout.TotalSeconds} seconds");
        }
        catch (OperationCanceledException) when (time.IsCancellationRequested)
        {
            return new ScriptResult.Failed(
                ScriptErrorCodes.Timeout,
                $"The script took longer than its limit of {call.Limits.Timeout.TotalSeconds} seconds."
            )
            {
                Limit = ScriptLimit.Timeout,
            };
        }
    }

    private async Task StopAsync(string identifier)
    {
        using var patience = new CancellationTokenSource(StopTimeout, _time);
        await _client.StopAsync(identifier, patience.Token);
    }

    private static string IdentifierOf(ScriptCall call) =>
        call.ReuseKey is null
            ? Guid.NewGuid().ToString("N")
            : Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{call.Folder.Hash}\0{call.ReuseKey}")));

    private static ScriptResult.Failed Lost(string why) =>
        new(ScriptErrorCodes.RunnerFailed, $"The session was lost: {why}.") { Retryable = true };
}
