namespace TorchTrust.WatchPrograms.Faulty;

/// <summary>Each epoch has the same order.</summary>
internal static class SameOrder
{
    public static void Run()
    {
        Sequential model = Digits.Model();
        using optim.Optimizer optimizer = optim.Adam(model.parameters(), lr: 1e-2);
        for (int epoch = 0; epoch < Digits.Epochs; epoch++)
        {
            foreach ((Tensor points, Tensor classes) in Digits.InOneOrder()) // fault
            {
                optimizer.zero_grad();
                Tensor loss = F.cross_entropy(model.call(points), classes);
                loss.backward();
                optimizer.step();
            }

            Digits.Accuracy(model);
        }
    }
}
