namespace FlowFunctions.Steps.Http;

/// <summary>Error codes of the <c>http</c> step, beside <c>Http.</c> and the status for one that is not expected.</summary>
public static class HttpErrorCodes
{
    /// <summary>The address cannot be requested; never retried.</summary>
    public const string InvalidUrl = "Http.InvalidUrl";

    /// <summary>The address must not be reached from here, or a redirect must not be followed; never retried.</summary>
    public const string Refused = "Http.Refused";

    /// <summary>The host's name could not be resolved.</summary>
    public const string Dns = "Http.Dns";

    /// <summary>No connection.</summary>
    public const string Connect = "Http.Connect";

    /// <summary>No secure connection: the certificate is not valid for the host, or the two sides do not agree.</summary>
    public const string Tls = "Http.Tls";

    /// <summary>It took longer than the step's <c>timeout</c>.</summary>
    public const string Timeout = "Http.Timeout";

    /// <summary>The response broke off or is not HTTP.</summary>
    public const string BrokenResponse = "Http.BrokenResponse";

    /// <summary>The response is larger than <c>maxResponseBytes</c>; never retried.</summary>
    public const string ResponseTooLarge = "Http.ResponseTooLarge";

    /// <summary>More redirects than are followed; never retried.</summary>
    public const string TooManyRedirects = "Http.TooManyRedirects";
}
