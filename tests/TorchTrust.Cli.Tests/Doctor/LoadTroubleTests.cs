using TorchTrust.Cli.Doctor;

namespace TorchTrust.Cli.Tests.Doctor;

public sealed class LoadTroubleTests
{
    private const string Start = "Unable to load shared library 'LibTorchSharp' or one of its dependencies. In order to help diagnose "
        + "loading "
        + "problems, consider using a tool like strace.\n";

    [Fact]
    public void A_libstdcxx_that_is_too_old_is_named_with_the_mend()
    {
        DoctorLine line = LoadTrouble.Of(
            $"{Start}/lib/x86_64-linux-gnu/libstdc++.so.6: version `GLIBCXX_3.4.32' not found (required by "
                + "/app/runtimes/linux-x64/native/libLibTorchSharp.so)\n"
                + "/app/LibTorchSharp.so: cannot open shared object file: No such file or directory");

        Assert.Equal(DoctorState.Trouble, line.State);
        Assert.Equal("libLibTorchSharp.so asks for GLIBCXX_3.4.32 of libstdc++, and this system's is older", line.Text);
        Assert.Contains("TorchTrustMendNative", line.Remedy!, StringComparison.Ordinal);
    }

    [Fact]
    public void A_c_library_that_is_too_old_cannot_be_mended()
    {
        DoctorLine line = LoadTrouble.Of(
            $"{Start}/lib/x86_64-linux-gnu/libc.so.6: version `GLIBC_2.34' not found (required by /app/libtorch_cpu.so)");

        Assert.Contains("libtorch_cpu.so asks for GLIBC_2.34", line.Text, StringComparison.Ordinal);
        Assert.Contains("newer system", line.Remedy!, StringComparison.Ordinal);
    }

    [Fact]
    public void A_backend_that_is_not_there_is_told_from_a_system_library_that_is_missing()
    {
        DoctorLine backend = LoadTrouble.Of(
            "Unable to load shared library 'torch_cpu' or one of its dependencies. In order to help diagnose loading problems, consider "
                + "using a tool "
                + "like strace.\n/app/torch_cpu.so: cannot open shared object file: No such file or directory\n"
                + "/app/libtorch_cpu.so: cannot open shared object file: No such file or directory\n"
                + "libtorch_cpu.so: cannot open shared object file: No such file or directory\n");
        DoctorLine system = LoadTrouble.Of(
            "Unable to load shared library 'torch_cpu' or one of its dependencies. In order to help diagnose loading problems, consider "
                + "using a tool "
                + "like strace.\nlibgomp.so.1: cannot open shared object file: No such file or directory\n"
                + "/app/torch_cpu.so: cannot open shared object file: No such file or directory\n");

        Assert.Contains("torch_cpu is not among the files of the program", backend.Text, StringComparison.Ordinal);
        Assert.Contains("backend package", backend.Remedy!, StringComparison.Ordinal);
        Assert.Contains("libgomp.so.1 is missing on this system", system.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_unknown_is_quoted_in_its_first_line() =>
        Assert.Equal(
            "An attempt was made to load a program with an incorrect format.",
            LoadTrouble.Of("An attempt was made to load a program with an incorrect format.\n…").Text);
}
