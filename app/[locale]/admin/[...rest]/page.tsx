import { notFound } from "next/navigation";

export default function UnknownAdminPage() {
  notFound();
}
