using TorchTrust.Checks;
using TorchTrust.Models.Probes;
using TorchTrust.Probes;

namespace TorchTrust.Models.Checks.State;

/// <summary>Damages a file that the project has saved, in several ways, and sees what its loading does.</summary>
internal sealed class DamagedFiles(ModelSession session, CheckContext context, TemporaryFolder folder)
{
    private readonly List<Finding> _findings = [];
    private bool _isError;
    private bool _hasKnownTraps;

    /// <summary>Decides.</summary>
    public CheckOutcome Decide()
    {
        string path = folder.NewFile();
        OwnPersistence.Save(session, path);
        string[] files = [.. Directory.EnumerateFiles(Path.GetDirectoryName(path)!, "*", SearchOption.AllDirectories)];
        if (files.Length != 1)
        {
            return CheckOutcome.Inconclusive(
                $"Saving wrote {files.Length} files beside the given path, so what to damage is not clear.");
        }

        byte[] intact = File.ReadAllBytes(files[0]);
        using ModelSession other = session.Another(session.Seed + 31);
        StateNoise.Overwrite(other, session.Seed + 37);
        using var noised = StateSnapshot.Take(other.Model);
        OwnPersistence.Load(other, path);
        using var loaded = StateSnapshot.Take(other.Model);
        bool isTorchSharps = session.Roots is [var root]
            && intact.AsSpan().SequenceEqual(StateSurvivesSaveAndLoad.Bytes(root));
        foreach (Damage damage in Damage.Of(intact))
        {
            if (_findings.Count > 0 && context.FirstFindingDecides)
            {
                break;
            }

            context.Step($"loading a file that {damage.What}");
            File.WriteAllBytes(files[0], damage.Bytes);
            bool isTrap = isTorchSharps && !TorchSharpRefuses(other, damage.Bytes);
            noised.Restore();
            Judge(damage, Load(other, path), noised, loaded, isTorchSharps, isTrap);
        }

        if (!context.IsTrial)
        {
            _findings.AddRange(new ForeignModels(session, context, folder).AcceptedBy(other, noised));
        }

        return _findings.Count > 0 ? CheckOutcome.Failed(_findings, _isError ? Severity.Error : Severity.Question)
            : _hasKnownTraps ? CheckOutcome.Inconclusive("The file is in TorchSharp's own format, which has no checksum: flipped bytes and "
                + "bytes after the end are taken in "
                + "silence, and a file that is cut off leaves the model half overwritten. That is a known trap of TorchSharp, not of this "
                + "project; a checksum of one's own closes it.")
            : CheckOutcome.Passed;
    }

    /// <summary>Whether a file was refused.</summary>
    internal static bool Load(ModelSession other, string path)
    {
        try
        {
            OwnPersistence.Load(other, path);
            return false;
        }
        catch (SubjectException)
        {
            return true;
        }
    }

    /// <summary>
    /// Whether TorchSharp's own loading refuses the same bytes: if not, the project's cannot be blamed.
    /// </summary>
    private static bool TorchSharpRefuses(ModelSession other, byte[] bytes)
    {
        try
        {
            using var stream = new MemoryStream(bytes);
            other.Roots[0].load(stream);
            return false;
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            return true;
        }
    }

    private void Judge(Damage damage, bool isRefused, StateSnapshot noised, StateSnapshot loaded, bool isTorchSharps, bool isTrap)
    {
        if (isRefused)
        {
            string? changed = noised.Differences().Select(difference => difference.Path).FirstOrDefault();
            if (changed is not null)
            {
                Add(damage, $"a file that {damage.What} is refused, but {changed} was overwritten before", isTorchSharps);
            }
        }
        else if (damage.IsHarmfulInItself || loaded.Differences().Any())
        {
            Add(damage, $"a file that {damage.What} is loaded in silence", isTrap);
        }
    }

    private void Add(Damage damage, string what, bool isKnownTrap)
    {
        if (isKnownTrap)
        {
            _hasKnownTraps = true;
            return;
        }

        _isError |= damage.IsCutOff && what.EndsWith("silence", StringComparison.Ordinal);
        _findings.Add(new Finding(what));
    }
}
