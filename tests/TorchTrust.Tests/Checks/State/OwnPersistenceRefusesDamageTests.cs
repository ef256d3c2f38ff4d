using System.Security.Cryptography;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace TorchTrust.Tests.Checks.State;

public sealed class OwnPersistenceRefusesDamageTests
{
    private const string Id = "own-persistence-refuses-damage";

    private static ModelSubject Subject { get; } = ModelSubject.For(() => Sequential(Linear(6, 8), Tanh(), Linear(8, 3))).WithInput(n => randn(n, 6));

    [Fact]
    public void A_file_with_a_checksum_passes_and_a_swallowed_refusal_would_be_noticed()
    {
        CheckResult result = CheckTest.Run(Id, Subject.PersistsBy<Sequential>(SaveWithChecksum, LoadWithChecksum));

        Assert.Equal(Verdict.Passed, result.Verdict);
        Assert.True(result.Power!.IsShown);
    }

    [Fact]
    public void TorchSharps_own_format_decides_nothing_and_names_the_trap()
    {
        CheckResult result = CheckTest.Run(Id, Subject.PersistsBy<Sequential>((model, path) => model.save(path), (model, path) => model.load(path)));

        Assert.Equal(Verdict.Inconclusive, result.Verdict);
        Assert.Contains("known trap of TorchSharp", result.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void A_catch_all_around_loading_is_an_error()
    {
        CheckResult result = CheckTest.Run(Id, Subject.PersistsBy<Sequential>((model, path) => model.save(path), (model, path) =>
        {
            try
            {
                model.load(path);
            }
            catch (Exception exception)
            {
                Console.Error.WriteLine(exception.Message);
            }
        }));

        Assert.Equal(Verdict.Failed, result.Verdict);
        Assert.Equal(Severity.Error, result.Severity);
        Assert.Contains(result.Findings, finding => finding.What == "a file that is cut off in the middle is loaded in silence");
    }

    [Fact]
    public void Loading_that_is_not_strict_takes_another_name_in_silence()
    {
        CheckResult result = CheckTest.Run(Id, Subject.PersistsBy<Sequential>((model, path) => model.save(path), (model, path) => model.load(path, strict: false)));

        Assert.Equal(Verdict.Failed, result.Verdict);
        Assert.Equal(Severity.Warning, result.Severity);
        Assert.Contains(result.Findings, finding => finding.What == "a model in which 0.weight has another name is loaded in silence");
    }

    [Fact]
    public void Own_bytes_without_a_checksum_take_a_flipped_one_in_silence()
    {
        CheckResult result = CheckTest.Run(Id, Subject.PersistsBy<Sequential>(
            (model, path) => File.WriteAllBytes(path, [.. model.state_dict().Values.SelectMany(value => value.bytes.ToArray())]),
            (model, path) =>
            {
                byte[] bytes = File.ReadAllBytes(path);
                Tensor[] tensors = [.. model.state_dict().Values];
                if (bytes.Length != tensors.Sum(value => value.bytes.Length))
                {
                    throw new InvalidDataException("The file has another length.");
                }

                int at = 0;
                foreach (Tensor value in tensors)
                {
                    bytes.AsSpan(at, value.bytes.Length).CopyTo(value.bytes);
                    at += value.bytes.Length;
                }
            }));

        Assert.Equal(Severity.Warning, result.Severity);
        Assert.Contains(result.Findings, finding => finding.What.Contains("flipped byte", StringComparison.Ordinal));
        Assert.DoesNotContain(result.Findings, finding => finding.What.Contains("cut off", StringComparison.Ordinal));
        Assert.DoesNotContain(result.Findings, finding => finding.What.Contains("after its end", StringComparison.Ordinal));
    }

    [Fact]
    public void Where_nothing_is_declared_it_is_skipped_with_the_line_to_write()
    {
        CheckResult result = CheckTest.Run(Id, Subject);

        Assert.Equal(Verdict.Skipped, result.Verdict);
        Assert.Contains("subject.PersistsBy<MyModel>", result.Reason, StringComparison.Ordinal);
    }

    private static void SaveWithChecksum(Sequential model, string path)
    {
        using var stream = new MemoryStream();
        model.save(stream);
        byte[] state = stream.ToArray();
        File.WriteAllBytes(path, [.. SHA256.HashData(state), .. state]);
    }

    private static void LoadWithChecksum(Sequential model, string path)
    {
        byte[] file = File.ReadAllBytes(path);
        if (file.Length < 32 || !SHA256.HashData(file.AsSpan(32)).AsSpan().SequenceEqual(file.AsSpan(0, 32)))
        {
            throw new InvalidDataException("The file is damaged: its checksum does not match.");
        }

        Dictionary<string, Tensor> before = model.state_dict().ToDictionary(entry => entry.Key, entry => entry.Value.clone());
        try
        {
            using var stream = new MemoryStream(file, 32, file.Length - 32);
            model.load(stream);
        }
        catch
        {
            using IDisposable _ = no_grad();
            foreach ((string name, Tensor tensor) in model.state_dict())
            {
                tensor.copy_(before[name]);
            }

            throw;
        }
    }
}
