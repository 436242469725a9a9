using System.Globalization;
using System.Runtime.InteropServices;

namespace FlowFunctions.Runners.Sandboxes.Processes;

/// <summary>Starts a process with posix_spawn(3).</summary>
internal static class Spawn
{
    /// <summary>Starts it.</summary>
    /// <param name="arguments">The program's full path, and its arguments.</param>
    /// <param name="variables">The whole environment.</param>
    /// <param name="descriptors">The whole of what it has open.</param>
    /// <param name="newSession">Whether it leads a session and a process group of its own.</param>
    /// <returns>Its id.</returns>
    /// <exception cref="SandboxException">It could not be started.</exception>
    public static int Start(
        IReadOnlyList<string> arguments,
        IReadOnlyDictionary<string, string> variables,
        Descriptors descriptors,
        bool newSession
    )
    {
        using var actions = new Opaque(Libc.InitActions, Libc.DestroyActions);
        using var attributes = new Opaque(Libc.InitAttributes, Libc.DestroyAttributes);
        using var argumentTexts = new Texts(arguments);
        using var variableTexts = new Texts(variables.Select(pair => $"{pair.Key}={pair.Value}"));
        foreach (var (there, here) in descriptors.Given)
        {
            _ = Libc.AddDuplicate(actions.Address, here, there);
        }

        foreach (var inherited in Inherited(descriptors.Given))
        {
            _ = Libc.AddClose(actions.Address, inherited);
        }

        UsualSignals(attributes.Address, newSession);
        var error = Libc.Spawn(
            out var process,
            arguments[0],
            actions.Address,
            attributes.Address,
            argumentTexts.Addresses,
            variableTexts.Addresses
        );
        return error == 0
            ? process
            : throw new SandboxException(
                $"{arguments[0]} could not be started: {Marshal.GetPInvokeErrorMessage(error)}."
            );
    }

    /// <summary>
    /// What is open here and is not given. .NET marks what it opens itself to be closed, but not what the app was started with: that would
    /// lead out of every sandbox. Closing one that has gone meanwhile is no error.
    /// </summary>
    private static IEnumerable<int> Inherited(IReadOnlyDictionary<int, int> given) =>
        Directory
            .EnumerateFileSystemEntries("/proc/self/fd")
            .Select(static entry => int.Parse(Path.GetFileName(entry), CultureInfo.InvariantCulture))
            .Where(number => number > 2 && !given.ContainsKey(number));

    // .NET ignores SIGPIPE, and that would be inherited: `yes | head` would not end.
    private static void UsualSignals(nint attributes, bool newSession)
    {
        using var every = new Opaque(static _ => 0, static _ => 0);
        using var none = new Opaque(static _ => 0, static _ => 0);
        every.Fill(0xFF);
        _ = Libc.SetDefaults(attributes, every.Address);
        _ = Libc.SetMask(attributes, none.Address);
        var flags = Libc.SetSignalDefaults | Libc.SetSignalMask | (newSession ? Libc.SetSession : 0);
        _ = Libc.SetFlags(attributes, (short)flags);
    }

    private sealed class Opaque : IDisposable
    {
        private readonly Func<nint, int> _destroy;

        public Opaque(Func<nint, int> init, Func<nint, int> destroy)
        {
            Address = Marshal.AllocHGlobal(Libc.OpaqueSize);
            Fill(0);
            _ = init(Address);
            _destroy = destroy;
        }

        public nint Address { get; }

        public void Fill(byte value)
        {
            for (var i = 0; i < Libc.OpaqueSize; i++)
            {
                Marshal.WriteByte(Address, i, value);
            }
        }

        public void Dispose()
        {
            _ = _destroy(Address);
            Marshal.FreeHGlobal(Address);
        }
    }

    private sealed class Texts(IEnumerable<string> texts) : IDisposable
    {
        public nint[] Addresses { get; } = [.. texts.Select(Marshal.StringToCoTaskMemUTF8), 0];

        public void Dispose()
        {
            foreach (var address in Addresses)
            {
                Marshal.ZeroFreeCoTaskMemUTF8(address);
            }
        }
    }
}
