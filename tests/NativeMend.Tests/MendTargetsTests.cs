namespace NativeMend.Tests;

/// <summary>The MSBuild part in a project without an SDK, which hands it one library: a second a case.</summary>
public sealed class MendTargetsTests : IDisposable
{
    private const string Lacking = "lacking.so", Offering = "offering.so", CopyPlace = "runtimes/linux-x64/native/";

    private readonly string _folder = TestPaths.CreateFolder();
    private readonly string _library;
    private readonly byte[] _original = File.ReadAllBytes(TestPaths.PackageLibrary);

    public MendTargetsTests()
    {
        _library = Path.Combine(_folder, "package", "libLibTorchSharp.so");
        Directory.CreateDirectory(Path.GetDirectoryName(_library)!);
        File.WriteAllBytes(_library, _original);
        File.WriteAllText(Path.Combine(_folder, "app.proj"), $"""
            <Project DefaultTargets="Build">
              <PropertyGroup>
                <IntermediateOutputPath Condition="'$(IntermediateOutputPath)' == ''">obj/</IntermediateOutputPath>
                <CopyLocalLockFileAssemblies>true</CopyLocalLockFileAssemblies>
                <NETCoreSdkRuntimeIdentifier>linux-x64</NETCoreSdkRuntimeIdentifier>
              </PropertyGroup>
              <Target Name="ResolvePackageAssets">
                <ItemGroup Condition="'$(RuntimeIdentifier)' == ''">
                  <_File Include="package/libLibTorchSharp.so" DestinationSubDirectory="{CopyPlace}" />
                  <_File Include="package/LibTorchSharp.dll" DestinationSubDirectory="runtimes/win-x64/native/" />
                  <RuntimeTargetsCopyLocalItems Include="@(_File)" />
                </ItemGroup>
                <ItemGroup Condition="'$(RuntimeIdentifier)' != ''">
                  <NativeCopyLocalItems Include="package/libLibTorchSharp.so;package/libtorch_cpu.so" />
                </ItemGroup>
              </Target>
              <Import Project="{TestPaths.MendTargets}" />
              <Target Name="ResolveAssemblyReferences" DependsOnTargets="ResolvePackageAssets" />
              <Target Name="Build" DependsOnTargets="ResolveAssemblyReferences">
                <ItemGroup>
                  <_Copied Include="@(RuntimeTargetsCopyLocalItems);@(NativeCopyLocalItems)" />
                </ItemGroup>
                <Message Importance="high" Text="item %(_Copied.Identity) to %(_Copied.DestinationSubDirectory)" />
                <Message Importance="high" Text="writes @(FileWrites)" />
              </Target>
              <Target Name="Clean" DependsOnTargets="ResolvePackageAssets" />
              <Target Name="PrepareForPublish" DependsOnTargets="Build" />
              <Target Name="BuildAtOnce">
                <ItemGroup>
                  <Build Include="app.proj" AdditionalProperties="Number=1" />
                  <Build Include="app.proj" AdditionalProperties="Number=2" />
                  <Build Include="app.proj" AdditionalProperties="IntermediateOutputPath=obj/net8.0/" />
                  <Build Include="app.proj" AdditionalProperties="IntermediateOutputPath=obj/net10.0/" />
                </ItemGroup>
                <MSBuild Projects="@(Build)" BuildInParallel="true" />
              </Target>
            </Project>
            """);
    }

    private string Copy => Path.Combine(_folder, "obj", "mended", CopyPlace, "libLibTorchSharp.so");

    private byte[] Mended
    {
        get
        {
            byte[] bytes = [.. _original];
            bytes[ElfVariants.FlagsOf(_original, ElfVariants.UnusedVersion)] = 2;
            return bytes;
        }
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task A_library_that_needs_it_is_mended_beside_the_original_once()
    {
        DotnetCommand first = (await BuildAsync(Auto(Lacking))).Succeeded();
        DateTime written = File.GetLastWriteTimeUtc(Copy);
        DotnetCommand second = (await BuildAsync(Auto(Lacking))).Succeeded();

        Assert.Equal((1, 0), (first.MendMessages, second.MendMessages));
        Assert.Contains($"asks for {ElfVariants.UnusedVersion} of lib", first.Output, StringComparison.Ordinal);
        Assert.Contains($"{Lacking}' does not offer it", first.Output, StringComparison.Ordinal);
        Assert.Contains("A project without this mend will not start", first.Output, StringComparison.Ordinal);
        Assert.Equal(Mended, File.ReadAllBytes(Copy));
        Assert.Equal(written, File.GetLastWriteTimeUtc(Copy));
        Assert.Equal(_original, File.ReadAllBytes(_library));
        foreach (DotnetCommand build in new[] { first, second })
        {
            Assert.Contains($"item {Copy} to {CopyPlace}", build.Output, StringComparison.Ordinal);
            Assert.Contains("item package/LibTorchSharp.dll to runtimes/win", build.Output, StringComparison.Ordinal);
            Assert.DoesNotContain("item package/libLibTorchSharp.so", build.Output, StringComparison.Ordinal);
            Assert.Contains($"writes {Copy}", build.Output, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_library_of_a_runtime_identifier_goes_to_the_top_of_the_output()
    {
        DotnetCommand build = (await BuildAsync([.. Auto(Lacking), "-p:RuntimeIdentifier=linux-x64"])).Succeeded();

        string top = Path.Combine(_folder, "obj", "mended", "libLibTorchSharp.so");
        Assert.Contains($"item {top}", build.Output, StringComparison.Ordinal);
        Assert.Contains("item package/libtorch_cpu.so", build.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("item package/libLibTorchSharp.so", build.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Always_mends_without_a_system_to_compare_with()
    {
        DotnetCommand build = (await BuildAsync("-p:TorchTrustMendNative=always")).Succeeded();

        Assert.Equal(1, build.MendMessages);
        Assert.Contains("TorchTrustMendNative is 'always'", build.Output, StringComparison.Ordinal);
        Assert.Equal(Mended, File.ReadAllBytes(Copy));
    }

    [Theory]
    [InlineData("auto", "offering.so", "")]
    [InlineData("never", "lacking.so", "")]
    [InlineData("auto", "lacking.so", "-p:RuntimeIdentifier=linux-musl-x64")]
    [InlineData("auto", "lacking.so", "-p:DesignTimeBuild=true")]
    [InlineData("auto", "lacking.so", "-p:CopyLocalLockFileAssemblies=false")]
    public async Task Where_nothing_is_to_be_mended_the_package_s_file_is_used(string mode, string system, string more)
    {
        DotnetCommand build = await BuildAsync([.. Auto(system), $"-p:TorchTrustMendNative={mode}", more]);

        build.Succeeded();

        Assert.Equal(0, build.MendMessages);
        Assert.Contains("item package/libLibTorchSharp.so", build.Output, StringComparison.Ordinal);
        Assert.False(Directory.Exists(Path.Combine(_folder, "obj")));
    }

    [Fact]
    public async Task A_version_that_is_really_used_is_refused_by_the_build_but_not_by_clean()
    {
        File.WriteAllBytes(_library, ElfVariants.WithUnusedVersionUsed(_original));

        DotnetCommand build = (await BuildAsync(Auto(Lacking))).Failed();
        DotnetCommand clean = await BuildAsync([.. Auto(Lacking), "-t:Clean"]);

        Assert.Contains($"{_library}' needs {ElfVariants.UnusedVersion}", build.Output, StringComparison.Ordinal);
        Assert.Contains("so it cannot be mended", build.Output, StringComparison.Ordinal);
        clean.Succeeded();
    }

    [Fact]
    public async Task A_file_that_is_not_ELF_is_refused_with_its_path_and_a_remedy()
    {
        File.WriteAllText(_library, "version https://git-lfs.github.com/spec/v1");

        DotnetCommand build = (await BuildAsync(Auto(Lacking))).Failed();

        Assert.Contains($"{_library}' is not a 64-bit little-endian ELF file", build.Output, StringComparison.Ordinal);
        Assert.Contains("Restore the package anew", build.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_missing_system_library_is_an_error_that_names_it()
    {
        DotnetCommand build = (await BuildAsync("-p:TorchTrustSystemLibrary=/no/such/libstdc++.so.6")).Failed();

        Assert.Contains("/no/such/libstdc++.so.6", build.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("MSB4018", build.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_unknown_mode_is_refused_with_the_known_ones()
    {
        DotnetCommand build = (await BuildAsync("-p:TorchTrustMendNative=Yes")).Failed();

        const string Refusal = "TorchTrustMendNative is 'Yes'; it can be 'auto', 'always' or 'never'.";
        Assert.Contains(Refusal, build.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Cleaning_writes_nothing()
    {
        (await BuildAsync([.. Auto(Lacking), "-t:Clean"])).Succeeded();

        Assert.False(Directory.Exists(Path.Combine(_folder, "obj")));
    }

    [Fact]
    public async Task An_absolute_intermediate_folder_is_used_as_it_is()
    {
        string elsewhere = Path.Combine(_folder, "artifacts") + Path.DirectorySeparatorChar;

        (await BuildAsync([.. Auto(Lacking), $"-p:IntermediateOutputPath={elsewhere}"])).Succeeded();

        Assert.Equal(Mended, File.ReadAllBytes(Path.Combine(elsewhere, "mended", CopyPlace, "libLibTorchSharp.so")));
    }

    [Fact]
    public async Task Builds_at_once_and_several_target_frameworks_do_not_disturb_each_other()
    {
        (await BuildAsync([.. Auto(Lacking), "-t:BuildAtOnce", "-m:4"])).Succeeded();

        foreach (string framework in new[] { "", "net8.0", "net10.0" })
        {
            string folder = Path.Combine(_folder, "obj", framework, "mended", CopyPlace);
            Assert.Equal([Path.Combine(folder, "libLibTorchSharp.so")], Directory.GetFiles(folder));
            Assert.Equal(Mended, File.ReadAllBytes(Path.Combine(folder, "libLibTorchSharp.so")));
        }
    }

    [Theory]
    [InlineData("lacking.so", true)]
    [InlineData("offering.so", false)]
    public async Task A_single_file_is_refused_only_where_the_library_is_mended(string system, bool refused)
    {
        DotnetCommand publish =
            await BuildAsync([.. Auto(system), "-t:PrepareForPublish", "-p:PublishSingleFile=true"]);

        Assert.Equal(refused, publish.ExitCode != 0);
        Assert.Equal(refused, publish.Output.Contains("PublishSingleFile with the mended", StringComparison.Ordinal));
    }

    /// <summary>The settings that compare with a libstdc++ made for the test from this machine's.</summary>
    private string[] Auto(string system)
    {
        Assert.SkipUnless(Machine.HasGlibcX64, Machine.NeedsGlibcX64);
        byte[] bytes = File.ReadAllBytes(Machine.SystemLibrary);
        bool offers = bytes.AsSpan().IndexOf("GLIBCXX_3.4.32\0"u8) >= 0;
        if (system == Lacking && offers)
        {
            bytes = ElfVariants.Renamed(bytes, ElfVariants.UnusedVersion, "GLIBCXX_9.9.99");
        }
        else if (system == Offering && !offers)
        {
            bytes = ElfVariants.Renamed(bytes, "GLIBCXX_3.4.12", ElfVariants.UnusedVersion);
        }

        string path = Path.Combine(_folder, system);
        File.WriteAllBytes(path, bytes);
        return [$"-p:TorchTrustSystemLibrary={path}"];
    }

    private Task<DotnetCommand> BuildAsync(params string[] arguments)
    {
        string[] given = [.. arguments.Where(argument => argument.Length > 0)];
        return DotnetCommand.RunAsync(_folder, ["msbuild", "app.proj", "-nologo", "-tl:off", "-v:m", .. given]);
    }
}
