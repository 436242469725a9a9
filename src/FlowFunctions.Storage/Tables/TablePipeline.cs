using Azure;
using Azure.Core;
using Azure.Core.Pipeline;

namespace FlowFunctions.Storage.Tables;

/// <summary>Requests to the Table service of one account.</summary>
internal sealed class TablePipeline
{
    public const string Json = "application/json";
    private const string MinimalMetadata = "application/json;odata=minimalmetadata";
    private readonly HttpPipeline _pipeline;
    private readonly string _endpoint;

    public TablePipeline(Uri endpoint, TableClientOptions? options, HttpPipelinePolicy authorization)
    {
        Endpoint = endpoint;
        _endpoint = endpoint.AbsoluteUri.TrimEnd('/');
        _pipeline = HttpPipelineBuilder.Build(
            new HttpPipelineOptions(options ?? new TableClientOptions())
            {
                // Every attempt is signed anew: the date belongs to the signature.
                PerRetryPolicies = { authorization },
                RequestFailedDetailsParser = TableErrorParser.Instance,
            }
        );
    }

    public Uri Endpoint { get; }

    /// <summary>The whole address of a path.</summary>
    /// <param name="path">Escaped, without a leading slash; may have a query.</param>
    public Uri Address(string path) => new($"{_endpoint}/{path}");

    public HttpMessage CreateMessage(RequestMethod method, string path)
    {
        var message = _pipeline.CreateMessage();
        var request = message.Request;
        request.Method = method;
        request.Uri.Reset(Address(path));
        request.Headers.Add("x-ms-version", TableClientOptions.ServiceVersion);
        request.Headers.Add("DataServiceVersion", "3.0");
        request.Headers.Add("Accept", MinimalMetadata);
        return message;
    }

    /// <summary>Sends a request whose answer has no body that matters.</summary>
    public HttpMessage CreateMessage(RequestMethod method, string path, ReadOnlyMemory<byte> body) =>
        CreateMessage(method, path, RequestContent.Create(body));

    /// <summary>Sends a request whose answer has no body that matters.</summary>
    public HttpMessage CreateMessage(RequestMethod method, string path, RequestContent body)
    {
        var message = CreateMessage(method, path);
        message.Request.Headers.Add("Prefer", "return-no-content");
        message.Request.Headers.Add("Content-Type", Json);
        message.Request.Content = body;
        return message;
    }

    /// <summary>Sends a request and its repetitions.</summary>
    /// <param name="message">The request.</param>
    /// <param name="expected">A status of 400 or more that is an answer here, or 0.</param>
    /// <param name="cancellationToken">Stops the request.</param>
    /// <exception cref="RequestFailedException">The service refused, or cannot be reached.</exception>
    public async Task<Response> SendAsync(HttpMessage message, int expected, CancellationToken cancellationToken)
    {
        await _pipeline.SendAsync(message, cancellationToken);
        var response = message.Response;
        return response.Status < 400 || response.Status == expected
            ? response
            : throw new RequestFailedException(response);
    }
}
