namespace FlowFunctions.Engine.Embedded.Journal;

/// <summary>Why a journal cannot be written to for a while.</summary>
public enum JournalOutage
{
    /// <summary>The disk is full (ENOSPC).</summary>
    DiskFull,

    /// <summary>The user's quota is used up (EDQUOT).</summary>
    QuotaExceeded,

    /// <summary>The device failed to write (EIO).</summary>
    DeviceError,
}

/// <summary>Tells failures that pass from those that do not.</summary>
internal static class JournalOutages
{
    private const int Eio = 5;
    private const int Enospc = 28;

    /// <summary>ERROR_HANDLE_DISK_FULL, ERROR_DISK_FULL and ERROR_IO_DEVICE as HRESULTs.</summary>
    private const int WindowsHandleDiskFull = unchecked((int)0x80070027);
    private const int WindowsDiskFull = unchecked((int)0x80070070);
    private const int WindowsIoDevice = unchecked((int)0x8007045D);

    private static int Edquot => OperatingSystem.IsLinux() ? 122 : 69;

    /// <summary>The outage behind an exception, or null when trying again is of no use.</summary>
    /// <remarks>On POSIX .NET puts <c>errno</c> into <see cref="Exception.HResult"/>.</remarks>
    public static JournalOutage? Of(Exception exception) =>
        exception is not IOException ? null
        : exception.HResult is Enospc or WindowsDiskFull or WindowsHandleDiskFull ? JournalOutage.DiskFull
        : exception.HResult == Edquot ? JournalOutage.QuotaExceeded
        : exception.HResult is Eio or WindowsIoDevice ? JournalOutage.DeviceError
        : null;
}
