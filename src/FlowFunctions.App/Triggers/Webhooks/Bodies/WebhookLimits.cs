using FlowFunctions.App.Requests;

namespace FlowFunctions.App.Triggers.Webhooks.Bodies;

/// <summary>How much a request to a webhook may hold (docs/webhooks.md).</summary>
internal static class WebhookLimits
{
    /// <summary>The body: as large as the input of a run.</summary>
    public const int MaxBodyBytes = RequestLimits.MaxInputBytes;

    /// <summary>All bodies that a process has in work at once: making values of them takes a multiple of it.</summary>
    public const int MaxBytesInWork = 32 * 1024 * 1024;

    /// <summary>Fields of a form.</summary>
    public const int MaxFields = 1_000;

    /// <summary>Characters in the name of a field.</summary>
    public const int MaxNameLength = 2_048;

    /// <summary>Parts of a multipart body.</summary>
    public const int MaxParts = 100;

    /// <summary>Headers of a part.</summary>
    public const int MaxPartHeaders = 16;

    /// <summary>Characters in all headers of a part.</summary>
    public const int MaxPartHeadersLength = 8 * 1024;

    /// <summary>Characters in a boundary (RFC 2046, 5.1.1).</summary>
    public const int MaxBoundaryLength = 70;

    /// <summary>Characters in the key of a delivery.</summary>
    public const int MaxKeyLength = 1_024;
}
