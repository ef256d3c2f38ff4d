using System.Security.Cryptography;
using TorchSharp.Modules;
using TorchTrust.Tests.Checks;
using TorchTrust.Tests.Results;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace TorchTrust.Tests.OddModels;

/// <summary>What the checks of saving and loading say of ways to do it, word for word.</summary>
public sealed class OddPersistenceTests
{
    [Theory]
    [InlineData(CheckIds.OwnPersistenceIsComplete)]
    [InlineData(CheckIds.OwnPersistenceRefusesDamage)]
    public void A_check_says_of_each_way_what_was_approved(string checkId)
    {
        var options = new TrustOptions { Checks = [checkId], ProvesPower = false, IsHost = true };

        Approved.Demand(
            VerdictText.Of([.. Ways().Select(way => (way.Name, Assert.Single(Trust.Check(way.Subject, options).Results)))]),
            "OddModels",
            "Persistence",
            $"{checkId}.txt");
    }

    private static IEnumerable<(string Name, ModelSubject Subject)> Ways()
    {
        yield return ("TorchSharp's own", By((model, path) => model.save(path), (model, path) => model.load(path)));
        yield return ("not strict", By((model, path) => model.save(path), (model, path) => model.load(path, strict: false)));
        yield return ("checked before anything is loaded", By(SaveWithChecksum, (model, path) => Take(model, Checked(path))));
        yield return ("checked after all is loaded", By(SaveWithChecksum, (model, path) =>
        {
            Take(model, File.ReadAllBytes(path)[32..]);
            Checked(path);
        }));
        yield return ("an empty file counts as no file", By(SaveWithChecksum, (model, path) =>
        {
            if (new FileInfo(path).Length > 0)
            {
                Take(model, Checked(path));
            }
        }));
        yield return ("exceptions are swallowed", By(SaveWithChecksum, (model, path) =>
        {
            try
            {
                Take(model, Checked(path));
            }
            catch (Exception exception) when (exception is InvalidDataException or ArgumentException)
            {
                Console.Error.WriteLine(exception.Message);
            }
        }));
        yield return ("values by place, with their number", By(
            (model, path) => File.WriteAllBytes(path, Values(model)),
            (model, path) =>
            {
                byte[] bytes = File.ReadAllBytes(path);
                Put(model, bytes.Length == Values(model).Length ? bytes : throw new InvalidDataException("Another length."));
            }));
        yield return ("values by place, as many as are needed", By(
            (model, path) => File.WriteAllBytes(path, Values(model)),
            (model, path) => Put(model, File.ReadAllBytes(path))));
        yield return ("two files", By(
            (model, path) =>
            {
                model.save(path);
                File.WriteAllText(path + ".txt", "epoch 3");
            },
            (model, path) => model.load(path)));
        yield return ("saving leaves eval mode", By(
            (model, path) =>
            {
                model.eval();
                model.save(path);
            },
            (model, path) => model.load(path)));
        yield return ("saving leaves eval mode and rounds", By(
            (model, path) =>
            {
                model.eval();
                using (no_grad())
                {
                    ((Linear)model[0]).weight.mul_(1000).round_().div_(1000);
                }

                model.save(path);
            },
            (model, path) => model.load(path)));
        yield return ("saving leaves training mode", By(
            (model, path) =>
            {
                model.train();
                model.save(path);
            },
            (model, path) => model.load(path)));
        yield return ("one weight is skipped", By(
            (model, path) => model.save(path), (model, path) => model.load(path, strict: false, skip: ["0.weight"])));
        yield return ("batch statistics are skipped", By(
            (model, path) => model.save(path),
            (model, path) => model.load(path, strict: false, skip: ["1.running_mean", "1.running_var"])));
        yield return ("weights alone, in single files", By(
            (model, path) => ((Linear)model[0]).weight.save(path),
            (model, path) =>
            {
                using IDisposable _ = no_grad();
                using Tensor weight = Loaded(path);
                ((Linear)model[0]).weight.copy_(weight);
            }));
    }

    private static Tensor Loaded(string path) => load(path);

    private static ModelSubject By(Action<Sequential, string> save, Action<Sequential, string> load) =>
        ModelSubject.For(() => Sequential(Linear(6, 8), BatchNorm1d(8), Tanh(), Linear(8, 3)))
            .WithInput(n => randn(n, 6)).PersistsBy(save, load);

    private static void SaveWithChecksum(Sequential model, string path)
    {
        using var stream = new MemoryStream();
        model.save(stream);
        File.WriteAllBytes(path, [.. SHA256.HashData(stream.ToArray()), .. stream.ToArray()]);
    }

    private static byte[] Checked(string path)
    {
        byte[] file = File.ReadAllBytes(path);
        return file.Length >= 32 && SHA256.HashData(file.AsSpan(32)).AsSpan().SequenceEqual(file.AsSpan(0, 32))
            ? file[32..]
            : throw new InvalidDataException("The checksum does not match.");
    }

    private static void Take(Sequential model, byte[] state)
    {
        using var stream = new MemoryStream(state);
        model.load(stream);
    }

    private static byte[] Values(Sequential model) => [.. model.state_dict().Values.SelectMany(value => value.bytes.ToArray())];

    private static void Put(Sequential model, byte[] bytes)
    {
        int at = 0;
        foreach (Tensor value in model.state_dict().Values)
        {
            bytes.AsSpan(at, value.bytes.Length).CopyTo(value.bytes);
            at += value.bytes.Length;
        }
    }
}
