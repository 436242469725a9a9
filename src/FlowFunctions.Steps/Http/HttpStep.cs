using FlowFunctions.Engine.Steps;
using FlowFunctions.Flows.Catalog;
using FlowFunctions.Steps.Catalog;
using FlowFunctions.Steps.Execution;

namespace FlowFunctions.Steps.Http;

/// <summary>Sends an HTTP request and gives back the response.</summary>
/// <param name="options">Settings of the installation.</param>
internal sealed class HttpStep(HttpStepOptions options) : IStepType, IDisposable
{
    private const int MaxRedirects = 10;

    private readonly HttpConnections _connections = new(options);

    /// <inheritdoc/>
    public StepTypeDescriptor Descriptor { get; } =
        StepManifest.Descriptor("http") with
        {
            SecretInputs =
            [
                "/headers/*",
                "/query/*",
                "/auth/username",
                "/auth/password",
                "/auth/token",
                "/auth/value",
                "/body/form/*",
            ],
        };

    /// <inheritdoc/>
    public async ValueTask<StepOutcome> ExecuteAsync(StepContext context, CancellationToken cancellationToken)
    {
        var call = HttpCall.Read(context.With(), context.Request.Identity, context.Secrets);
        using var timeout = new CancellationTokenSource(call.Timeout, options.TimeProvider);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancellationToken);
        try
        {
            return await SendAsync(call, either.Token);
        }
        catch (Exception exception)
            when (exception is OperationCanceledException or HttpRequestException or IOException or InvalidDataException
            )
        {
            cancellationToken.ThrowIfCancellationRequested();
            return new StepOutcome.Failed(
                timeout.IsCancellationRequested ? HttpFailure.TimedOut(call) : HttpFailure.From(call, exception)
            );
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _connections.Dispose();

    private async Task<StepOutcome> SendAsync(HttpCall call, CancellationToken cancellationToken)
    {
        var hop = HttpHop.First(call);
        for (var redirects = 0; redirects <= MaxRedirects; redirects++)
        {
            using var request = hop.ToRequest();
            using var response = await _connections.SendAsync(request, call.VerifiesTls, cancellationToken);
            if (!call.FollowsRedirects || hop.Next(response) is not { } next)
            {
                return await HttpAnswer.ReadAsync(hop, response, options.TimeProvider, cancellationToken);
            }

            hop = next;
        }

        return new StepOutcome.Failed(
            new StepError
            {
                Code = HttpErrorCodes.TooManyRedirects,
                Message = $"{HttpUrl.Shown(call.Url)} redirects more than {MaxRedirects} times.",
            }
        );
    }
}
