using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using FlowFunctions.App.Durable;
using FlowFunctions.Engine.DurableTask.Clients.Management;
using FlowFunctions.Engine.DurableTask.CustomHandler;

namespace FlowFunctions.App.FunctionsHost;

/// <summary>
/// Where the host's Durable Functions extension answers. Only calls with a <c>durableClient</c> binding tell it: the timer's, which comes to
/// one instance, and the one that this process asks its own host for, with a nonce that nobody else knows. Thread-safe.
/// </summary>
internal sealed class DurableClientAddresses : IBackendAddress
{
    private const int NonceBytes = 32;
    private volatile DurableClientBinding? _current;
    private volatile byte[]? _nonce;

    /// <summary>The addresses; null while they are not known.</summary>
    public DurableClientBinding? Current => _current;

    /// <inheritdoc/>
    public string? WhyUnknown =>
        _current is null
            ? "The Functions host has not told yet where its Durable Functions extension answers. It does within a minute of its start."
            : null;

    /// <summary>Takes the addresses from a call that only the host can make.</summary>
    /// <exception cref="InvalidDataException">The call does not bring them in the form that the extension gives.</exception>
    public void Learn(HostInvocation call)
    {
        try
        {
            _current = DurableClientBinding.Parse(call.Json(HostFunctions.ClientBinding).Span);
        }
        catch (FormatException exception)
        {
            throw new InvalidDataException(exception.Message, exception);
        }
    }

    /// <summary>Makes the nonce that the next answer must bring; an earlier one is worth nothing any more.</summary>
    public string NewNonce()
    {
        var nonce = Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(NonceBytes));
        _nonce = Encoding.ASCII.GetBytes(nonce);
        return nonce;
    }

    /// <summary>Whether a nonce is the one that this process has made last; it is so once.</summary>
    public bool Redeem(string? nonce)
    {
        if (
            nonce is null
            || _nonce is not { } expected
            || !CryptographicOperations.FixedTimeEquals(expected, Encoding.UTF8.GetBytes(nonce))
        )
        {
            return false;
        }

        _nonce = null;
        return true;
    }
}
