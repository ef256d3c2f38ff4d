using System.Globalization;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics.X86;

namespace TorchTrust.Cli.Doctor;

/// <summary>What does not depend on a project.</summary>
internal static class MachineLines
{
    /// <summary>The backend alone takes half a gigabyte in each output that does not link to it.</summary>
    private const long LeastFreeSpace = 2L << 30;

    private static readonly string[] _capNames = ["ONEDNN_MAX_CPU_ISA", "DNNL_MAX_CPU_ISA", "ATEN_CPU_CAPABILITY"];

    /// <summary>The .NET SDK and the runtime.</summary>
    /// <param name="sdk">The version of the SDK; null if there is none.</param>
    public static DoctorLine Dotnet(string? sdk) => sdk is null
        ? DoctorLine.Trouble(
            ".NET",
            $"{RuntimeInformation.FrameworkDescription}, and no SDK",
            "Install the .NET SDK, 8.0 or later: `torchtrust check` builds projects with it.")
        : DoctorLine.Ok(".NET", $"SDK {sdk}, {RuntimeInformation.FrameworkDescription}");

    /// <summary>The system and the processor.</summary>
    public static DoctorLine Platform()
    {
        string seen = $"{RuntimeInformation.OSDescription}, {RuntimeInformation.ProcessArchitecture}";
        return (PackageList.System, RuntimeInformation.ProcessArchitecture) is ("linux", Architecture.X64) or ("win", Architecture.X64)
            or ("win", Architecture.Arm64) or ("osx", Architecture.Arm64)
            ? DoctorLine.Ok("platform", seen)
            : DoctorLine.Trouble(
                "platform",
                seen,
                "TorchSharp has native libraries for Linux and Windows on x64, and macOS and Windows on Arm64: use one of these.");
    }

    /// <summary>What the processor offers, and what the environment holds back of it.</summary>
    public static DoctorLine InstructionSet()
    {
        string widest = Avx512F.IsSupported ? "AVX-512" : Avx2.IsSupported ? "AVX2" : Avx.IsSupported ? "AVX"
            : RuntimeInformation.ProcessArchitecture == Architecture.Arm64 ? "NEON" : "SSE";
        string[] caps =
        [
            .. _capNames.Select(name => (name, Environment.GetEnvironmentVariable(name))).Where(cap => cap.Item2 is { Length: > 0 })
                .Select(cap => $"{cap.name}={cap.Item2}"),
        ];
        string text = caps.Length == 0 ? widest : $"{widest}; the environment says {string.Join(" ", caps)}";
        return widest is "AVX" or "SSE"
            ? DoctorLine.Note(
                "instruction set",
                text,
                "LibTorch is several times slower without AVX2. In a virtual machine, hand the processor's own model through.")
            : DoctorLine.Ok("instruction set", text);
    }

    /// <summary>The free space where outputs are written.</summary>
    /// <param name="folder">A folder on the disk in question.</param>
    /// <param name="free">The free bytes there.</param>
    public static DoctorLine Disk(string folder, long free)
    {
        string text = string.Create(CultureInfo.InvariantCulture, $"{free / (double)(1L << 30):0.0} GiB free at {folder}");
        return free >= LeastFreeSpace
            ? DoctorLine.Ok("disk", text)
            : DoctorLine.Trouble(
                "disk",
                text,
                "Make room: the native backend takes 500 MB (with CUDA several GB) in each output folder. The property "
                    + "CreateHardLinksForCopyLocalIfPossible=true links to the package cache instead of copying.");
    }

    /// <summary>The free space of the disk of a folder.</summary>
    public static long FreeSpace(string folder) => new DriveInfo(Path.GetFullPath(folder)).AvailableFreeSpace;

    /// <summary>Whether the driver of NVIDIA's devices is installed.</summary>
    public static bool HasCudaDriver()
    {
        if (!NativeLibrary.TryLoad(OperatingSystem.IsWindows() ? "nvcuda.dll" : "libcuda.so.1", out nint driver))
        {
            return false;
        }

        NativeLibrary.Free(driver);
        return true;
    }
}
