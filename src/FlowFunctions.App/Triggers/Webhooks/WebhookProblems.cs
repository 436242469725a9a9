using FlowFunctions.App.Problems;
using FlowFunctions.App.Triggers.Webhooks.Auth;
using FlowFunctions.Flows.Triggers;

namespace FlowFunctions.App.Triggers.Webhooks;

/// <summary>Why a request to a webhook is not taken. Strangers read this: it tells them nothing that they do not know.</summary>
internal static class WebhookProblems
{
    private static readonly TimeSpan Moment = TimeSpan.FromSeconds(1);

    /// <summary>404: always the same, whether it is the workspace that there is not, the path, or a webhook that is paused.</summary>
    public static IResult NotFound() =>
        new ProblemResult(
            Problem.NotFound(
                "Webhook.NotFound",
                "No webhook takes requests here. Compare the address with that of the trigger; its flow must be published and enabled, and the trigger not paused."
            )
        );

    /// <summary>405: there is a webhook, for other methods.</summary>
    public static IResult MethodNotAllowed(string allow) =>
        new WithHeader(
            "Allow",
            allow,
            new Problem(
                StatusCodes.Status405MethodNotAllowed,
                "Webhook.MethodNotAllowed",
                $"This webhook takes {allow}. Send the request with that method."
            )
        );

    /// <summary>What callers are told of a problem that speaks of the flow's inner workings; null for any other, which they may read.</summary>
    public static Problem? ForStrangers(Problem problem) =>
        problem.Code switch
        {
            "Trigger.Input" or "Webhook.DedupeKey" => problem with
            {
                Detail =
                    "The request lacks something that it needs to be used here. Compare it with what the receiver asks for.",
            },
            "Flow.PlanLost" => problem with
            {
                Code = "Webhook.NotReady",
                Detail = "Requests cannot be taken at the moment. Send this one again later.",
            },
            "Limits.OpenRuns" or "Limits.Storage" => problem with
            {
                Detail = "The receiver takes no more at the moment. Send this request again later.",
            },
            "Input.Invalid" => problem with
            {
                Detail = "The request does not fit what the receiver takes. 'errors' names each place.",
            },
            _ => null,
        };

    /// <summary>401: the same for whatever is missing, wrong or too old.</summary>
    public static IResult Unauthorized(WebhookAuth? auth) =>
        new WithHeader(
            "WWW-Authenticate",
            WebhookAuthenticator.ChallengeOf(auth),
            new Problem(
                StatusCodes.Status401Unauthorized,
                "Webhook.Unauthorized",
                "The request does not prove who sent it. Check the sender's secret, the header that carries the proof, and its clock."
            )
        );

    /// <summary>503: the flow was published or deleted just now.</summary>
    public static ProblemException Changing() =>
        new(
            new Problem(
                StatusCodes.Status503ServiceUnavailable,
                "Webhook.Changing",
                "The flow is being changed. Send the request again in a moment."
            )
            {
                RetryAfter = Moment,
            }
        );

    /// <summary>An answer with a header that a problem alone does not have.</summary>
    private sealed class WithHeader(string name, string value, Problem problem) : IResult
    {
        public Task ExecuteAsync(HttpContext httpContext)
        {
            httpContext.Response.Headers[name] = value;
            return ProblemResult.WriteAsync(httpContext.Response, problem);
        }
    }
}
