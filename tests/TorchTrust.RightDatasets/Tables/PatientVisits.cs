namespace TorchTrust.RightDatasets.Tables;

/// <summary>Several visits of each patient, who is in one split only; the values of a patient lie near each other.</summary>
internal sealed class PatientVisits
{
    private readonly Tensor _patients = Draw.Normal(211, 40, 6).DetachFromDisposeScope();

    public Visit[] Train => Visits(0, 30);

    public Visit[] Test => Visits(30, 10);

    public static RightDataset Describe()
    {
        DatasetSubject<PatientVisits> undeclared = DatasetSubject.For(() => new PatientVisits())
            .WithSplit("train", visits => visits.Train)
            .WithSplit("test", visits => visits.Test);
        return new RightDataset(
            nameof(PatientVisits),
            DatasetKinds.Regression | DatasetKinds.Unusual,
            undeclared,
            undeclared.HasTarget("Outcome").IsGroupedBy("Patient").HasUniqueItems(),
            "Items of one patient are nearly equal, and that is no leak, for they are in one split.");
    }

    private Visit[] Visits(int first, int count) =>
    [
        .. from patient in Enumerable.Range(first, count)
           from number in Enumerable.Range(0, 4)
           let noise = Draw.Normal(211_000 + (patient * 10) + number, 6) * 0.01
           let values = _patients[patient] + noise
           select new Visit(patient, values, values.sum().item<float>()),
    ];

    /// <summary>A visit: who, six values, and the outcome.</summary>
    internal sealed record Visit(int Patient, Tensor Values, float Outcome);
}
