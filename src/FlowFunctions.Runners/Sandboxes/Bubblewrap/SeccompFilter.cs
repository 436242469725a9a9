using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace FlowFunctions.Runners.Sandboxes.Bubblewrap;

/// <summary>
/// Writes the program that the kernel runs on every system call of a script: struct sock_filter of linux/filter.h, on struct
/// seccomp_data of linux/seccomp.h. It names what is denied; what is new in a kernel is for the namespaces and the missing
/// capabilities to stop.
/// </summary>
internal sealed class SeccompFilter
{
    private const ushort Load = 0x20;
    private const ushort MaskWith = 0x54;
    private const ushort JumpIfEqual = 0x15;
    private const ushort JumpIfAtLeast = 0x35;
    private const ushort JumpIfAnySet = 0x45;
    private const ushort Return = 0x06;

    private const uint Allow = 0x7FFF0000;
    private const uint KillProcess = 0x80000000;
    private const uint Ignored = 0x00050000;
    private const uint NotPermitted = 0x00050000 | 1;
    private const uint NotImplemented = 0x00050000 | 38;

    private const uint NumberAt = 0;
    private const uint ArchitectureAt = 4;
    private const uint X32Bit = 0x40000000;

    // CLONE_NEWNS, CLONE_NEWCGROUP, CLONE_NEWUTS, CLONE_NEWIPC, CLONE_NEWUSER, CLONE_NEWPID, CLONE_NEWNET of sched.h.
    private const uint NewNamespaces = 0x7E020000;

    private static readonly uint[] SocketFamilies = [1, 2, 10];
    private const uint NetlinkFamily = 16;

    // TIOCSTI and TIOCLINUX type into a terminal.
    private static readonly uint[] TerminalCommands = [0x5412, 0x541C];

    // PER_LINUX, and the question which one it is.
    private static readonly uint[] Personalities = [0, 0xFFFFFFFF];

    // MAP_SHARED and MAP_ANONYMOUS: memory that can be given back to the eye and kept all the same, so that no limit sees it.
    private const uint SharedAnonymous = 0x21;

    // SO_SNDBUF, SO_RCVBUF and their FORCE forms: memory of the kernel's own. Programs that ask for more go on with what there is.
    private static readonly uint[] BufferSizes = [7, 8, 32, 33];
    private const uint SocketLevel = 1;

    private readonly List<byte> _program = [];

    private SeccompFilter() { }

    /// <summary>Writes the program for a processor.</summary>
    /// <param name="architecture">The processor.</param>
    /// <exception cref="SandboxException">Its system calls are not known here.</exception>
    public static byte[] For(Architecture architecture) =>
        architecture switch
        {
            Architecture.X64 => new SeccompFilter().Write(SeccompCalls.X64),
            Architecture.Arm64 => new SeccompFilter().Write(SeccompCalls.Arm64),
            _ => throw new SandboxException($"Scripts run on x86-64 and arm64 processors; this is {architecture}."),
        };

    private byte[] Write(SeccompCalls calls)
    {
        Add(Load, ArchitectureAt);
        Add(JumpIfEqual, calls.Architecture, 1, 0);
        Add(Return, KillProcess);
        Add(Load, NumberAt);
        Add(JumpIfAtLeast, X32Bit, 0, 1);
        Add(Return, KillProcess);
        foreach (var call in calls.Denied)
        {
            Answer(call, NotPermitted);
        }

        foreach (var call in calls.Missing)
        {
            Answer(call, NotImplemented);
        }

        // With clone3 missing, the C library falls back to clone, whose flags can be read here.
        Inspect(calls.NewProcess, 0, () => Add(JumpIfAnySet, NewNamespaces, 0, 1), NotPermitted);
        Inspect(calls.Ioctl, 1, () => AnyOf(TerminalCommands), NotPermitted);
        Inspect(calls.Personality, 0, () => NoneOf(Personalities), NotPermitted);
        Inspect(calls.MapMemory, 3, () => AllOf(SharedAnonymous), NotPermitted);
        Inspect(calls.SetSocketOption, 1, SocketBuffers, Ignored);
        Sockets(calls.Socket);
        Sockets(calls.SocketPair);
        Add(Return, Allow);
        return [.. _program];
    }

    private void Answer(uint call, uint answer)
    {
        Add(JumpIfEqual, call, 0, 1);
        Add(Return, answer);
    }

    // The condition is one or more jumps: on to the answer when it holds, one further when it does not.
    private void Inspect(uint call, int argument, Action condition, uint answer)
    {
        var jump = _program.Count;
        Add(JumpIfEqual, call);
        Add(Load, ArgumentAt(argument));
        condition();
        Add(Return, answer);
        Add(Load, NumberAt);
        _program[jump + 3] = (byte)((_program.Count - jump) / 8 - 1);
    }

    private void AnyOf(uint[] values)
    {
        for (var i = 0; i < values.Length; i++)
        {
            var left = (byte)(values.Length - 1 - i);
            Add(JumpIfEqual, values[i], left, i == values.Length - 1 ? (byte)1 : (byte)0);
        }
    }

    private void AllOf(uint bits)
    {
        Add(MaskWith, bits);
        Add(JumpIfEqual, bits, 0, 1);
    }

    private void SocketBuffers()
    {
        Add(JumpIfEqual, SocketLevel, 0, (byte)(BufferSizes.Length + 2));
        Add(Load, ArgumentAt(2));
        AnyOf(BufferSizes);
    }

    private void NoneOf(uint[] values)
    {
        for (var i = 0; i < values.Length; i++)
        {
            Add(JumpIfEqual, values[i], (byte)(values.Length - i), 0);
        }
    }

    // Netlink only of the kind that tells of addresses and routes: getaddrinfo asks it.
    private void Sockets(uint call) =>
        Inspect(
            call,
            0,
            () =>
            {
                var left = SocketFamilies.Length + 3;
                foreach (var family in SocketFamilies)
                {
                    Add(JumpIfEqual, family, (byte)left--, 0);
                }

                Add(JumpIfEqual, NetlinkFamily, 0, 2);
                Add(Load, ArgumentAt(2));
                Add(JumpIfEqual, 0, 1, 0);
            },
            NotPermitted
        );

    private static uint ArgumentAt(int argument) => 16 + 8 * (uint)argument;

    private void Add(ushort code, uint value, byte ifTrue = 0, byte ifFalse = 0)
    {
        Span<byte> instruction = stackalloc byte[8];
        BinaryPrimitives.WriteUInt16LittleEndian(instruction, code);
        instruction[2] = ifTrue;
        instruction[3] = ifFalse;
        BinaryPrimitives.WriteUInt32LittleEndian(instruction[4..], value);
        _program.AddRange(instruction);
    }
}
